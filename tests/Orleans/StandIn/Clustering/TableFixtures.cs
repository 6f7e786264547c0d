using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orleans.Runtime.AdoNet;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>A database file of its own.</summary>
public sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleans-");

    public string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "cluster.db")}";

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A private PostgreSQL server on a free port of the loopback; tests are skipped where none is installed.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly DirectoryInfo? _folder;
    private readonly int _port;
    private int _lastDatabase;

    public PostgresServer()
    {
        if (!File.Exists($"{Binaries}/pg_ctl") || Environment.UserName != "root")
            return;

        _folder = Directory.CreateTempSubdirectory("orleans-pg-");
        _port = FreePort();
        ConnectionString = $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Include Error Detail=true";
        Run("chown", "postgres:postgres", _folder.FullName);
        RunAsPostgres($"{Binaries}/initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Start();
    }

    private string? ConnectionString { get; }

    private string Data => $"{_folder!.FullName}/data";

    public void Start() =>
        RunAsPostgres(
            $"{Binaries}/pg_ctl", "-D", Data, "-w", "-l", $"{Data}/log", "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={Data} -c fsync=off -c max_connections=50", "start");

    /// <summary>Ends the server as a crash would.</summary>
    public void Stop() => RunAsPostgres($"{Binaries}/pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>An empty database; skips the test if there is no server.</summary>
    public string CreateDatabase()
    {
        if (ConnectionString is null)
            Assert.Skip($"There is no PostgreSQL in {Binaries}, or these tests do not run as root.");

        var name = $"test{Interlocked.Increment(ref _lastDatabase)}";
        // Not from the pool: the server may have been restarted.
        using var connection = new Npgsql.NpgsqlConnection($"{ConnectionString};Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (_folder is null)
            return;

        Npgsql.NpgsqlConnection.ClearAllPools();
        Stop();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Not through a pipe: the server would keep it open.
    private static void RunAsPostgres(params string[] command) =>
        Run("runuser", ["-u", "postgres", "--", "sh", "-c", "exec \"$@\" > /dev/null", "sh", .. command]);

    private static void Run(string file, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{file} {string.Join(' ', arguments)}");
    }
}

/// <summary>The databases that a test of tables runs on.</summary>
public sealed class TableFixtures : IDisposable
{
    private readonly List<SqliteFile> _files = [];
    private readonly Lazy<PostgresServer> _server = new();

    /// <summary>A new, empty database.</summary>
    public (string Invariant, string ConnectionString) Create(string invariant)
    {
        if (invariant == "Npgsql")
            return (invariant, _server.Value.CreateDatabase());

        var file = new SqliteFile();
        lock (_files)
            _files.Add(file);

        return (invariant, file.ConnectionString);
    }

    /// <summary>The PostgreSQL server, to be stopped and started.</summary>
    public PostgresServer Server => _server.Value;

    internal Database Open(string invariant)
    {
        var (name, connectionString) = Create(invariant);
        return new Database(name, connectionString);
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();

        if (_server.IsValueCreated)
            _server.Value.Dispose();
    }
}
