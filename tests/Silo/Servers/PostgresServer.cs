namespace Samantha.Silo.Tests.Servers;

/// <summary>A real PostgreSQL of the tests' own, started for the first test that asks and stopped with the last.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // Without syncs: what is tested outlives processes, not the machine.
    private readonly PostgresProcess _process = new(["fsync=off", "shared_buffers=32MB", "max_connections=200"]);
    private readonly Lazy<Task> _started;
    private int _databases;

    public PostgresServer() => _started = new Lazy<Task>(_process.Start);

    /// <summary>Makes a database, empty, and returns its connection string.</summary>
    public async Task<string> CreateDatabase()
    {
        await Started();
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await Run($"CREATE DATABASE {name}");
        return _process.ConnectionString(name);
    }

    /// <inheritdoc cref="PostgresProcess.ConnectionString"/>
    public string ConnectionString(string database, string? password = null) =>
        password is null ? _process.ConnectionString(database) : _process.ConnectionString(database, password);

    /// <summary>Waits until the server runs; skips the test where it is not installed.</summary>
    public Task Started()
    {
        if (!PostgresProcess.IsInstalled)
            Assert.Skip("PostgreSQL is not installed; './platform test' installs it.");
        return _started.Value;
    }

    /// <inheritdoc cref="PostgresProcess.Run"/>
    public Task Run(string sql) => _process.Run(sql);

    /// <summary>Ends the server's connections, stops it and starts it anew. Only for who has a server of its own.</summary>
    /// <param name="signal">INT: it writes what it has first (a fast shutdown); QUIT: it stops where it is and recovers (an immediate one).</param>
    public Task Restart(string signal = "INT") => _process.Restart(signal);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
