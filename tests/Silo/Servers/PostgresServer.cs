using Npgsql;

namespace Samantha.Silo.Tests.Servers;

/// <summary>A real PostgreSQL of the tests' own, started for the first test that asks and stopped with the last.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Password = "se;cret=of the tests";

    private readonly Lazy<Task> _started;
    private int _port;
    private string? _folder;
    private ServerProcess? _process;
    private int _databases;

    public PostgresServer() => _started = new Lazy<Task>(Start);

    private string Data => Path.Combine(_folder!, "data");

    // The server refuses to run as root.
    private static string[] Prefix => Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    /// <summary>Makes a database, empty, and returns its connection string.</summary>
    public async Task<string> CreateDatabase()
    {
        await Started();
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await Run($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>The connection string of a database that may not exist.</summary>
    public string ConnectionString(string database, string password = Password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "postgres",
        Password = password,
        Database = database,
    }.ToString();

    /// <summary>Waits until the server runs; skips the test where it is not installed.</summary>
    public Task Started()
    {
        if (Binaries() is null)
            Assert.Skip("PostgreSQL is not installed; './platform test' installs it.");
        return _started.Value;
    }

    /// <summary>Executes a statement as the server's owner.</summary>
    public async Task Run(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the server's connections, stops it and starts it anew. Only for who has a server of its own.</summary>
    public async Task Restart()
    {
        await _process!.DisposeAsync();
        await Launch();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task Start()
    {
        _port = ServerProcess.FreePort();
        _folder = Directory.CreateTempSubdirectory("samantha-postgres-").FullName;
        var data = Data;
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Prefix.Length > 0)
        {
            await ServerProcess.Run("chmod", "755", _folder);
            await ServerProcess.Run("install", "-d", "-o", "postgres", "-m", "700", data);
        }

        await ServerProcess.Run([
            .. Prefix, Path.Combine(Binaries()!, "initdb"), "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password,
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        await Launch();
    }

    // Without syncs: what is tested outlives processes, not the machine.
    private async Task Launch()
    {
        _process = ServerProcess.Start(Prefix, [
            Path.Combine(Binaries()!, "postgres"), "-D", Data, "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={Data}", "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=200"]);
        await _process.Answers(() => Run("SELECT 1"));
    }

    // Debian keeps a folder for each release.
    private static string? Binaries() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .Where(release => File.Exists(Path.Combine(release, "bin", "initdb")))
            .OrderByDescending(release => int.TryParse(Path.GetFileName(release), out var number) ? number : 0)
            .Select(release => Path.Combine(release, "bin"))
            .FirstOrDefault()
        : null;
}
