using System.Net;
using Npgsql;

namespace Samantha.Silo.Tests.Servers;

/// <summary>A real PostgreSQL in a temporary folder, for whoever started it.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    // The folder's name says whose it is.
    private const string Mark = "samantha-postgres-";
    private const string Password = "se;cret=of the tests";

    private readonly IReadOnlyList<string> _settings;
    private readonly string _listen;
    private readonly string? _network;
    private readonly int _port = ServerProcess.FreePort();
    private string? _folder;
    private ServerProcess? _process;

    /// <param name="settings">Settings of the server, written <c>name=value</c>.</param>
    /// <param name="address">Where to listen beside loopback; null: nowhere.</param>
    /// <param name="network">Whose hosts may connect to that address, such as 10.1.2.0/24.</param>
    public PostgresProcess(IReadOnlyList<string> settings, IPAddress? address = null, string? network = null)
    {
        _settings = settings;
        _listen = address is null ? "127.0.0.1" : $"127.0.0.1,{address}";
        _network = network;
    }

    /// <summary>Whether the programs are there.</summary>
    public static bool IsInstalled => Binaries() is not null;

    public int Port => _port;

    private string Data => Path.Combine(_folder!, "data");

    // The server refuses to run as root.
    private static string[] Prefix => Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    /// <summary>Makes the folder and starts the server in it.</summary>
    public async Task Start()
    {
        RemoveLeftovers();
        _folder = Directory.CreateTempSubdirectory($"{Mark}{Environment.ProcessId}-").FullName;
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Prefix.Length > 0)
        {
            await ServerProcess.Run("chmod", "755", _folder);
            await ServerProcess.Run("install", "-d", "-o", "postgres", "-m", "700", Data);
        }

        await ServerProcess.Run([
            .. Prefix, Path.Combine(Binaries()!, "initdb"), "-D", Data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password,
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        if (_network is not null)
            await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all {_network} scram-sha-256\n");
        await Launch();
    }

    /// <summary>The connection string of a database that may not exist.</summary>
    public string ConnectionString(string database, string password = Password, string host = "127.0.0.1") => new NpgsqlConnectionStringBuilder
    {
        Host = host,
        Port = _port,
        Username = "postgres",
        Password = password,
        Database = database,
    }.ToString();

    /// <summary>Executes a statement as the server's owner.</summary>
    public async Task Run(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the server's connections, stops it and starts it anew on the same data.</summary>
    /// <param name="signal">INT: it writes what it has first (a fast shutdown); QUIT: it stops where it is and recovers (an immediate one).</param>
    public async Task Restart(string signal = "INT")
    {
        await _process!.Stop(signal);
        await Launch();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task Launch()
    {
        _process = ServerProcess.Start(Prefix, [
            Path.Combine(Binaries()!, "postgres"), "-D", Data, "-p", $"{_port}", "-c", $"listen_addresses={_listen}",
            "-c", $"unix_socket_directories={Data}", .. _settings.SelectMany(setting => (string[])["-c", setting])]);
        await _process.Answers(() => Run("SELECT 1"));
    }

    // Of processes that were killed: their servers have stopped by themselves.
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{Mark}*"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder)[Mark.Length..].Split('-')[0], out var process) && !Directory.Exists($"/proc/{process}"))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process is at it.
            }
        }
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
