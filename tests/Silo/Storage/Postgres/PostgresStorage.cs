using Npgsql;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Postgres;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

/// <inheritdoc/>
internal sealed class PostgresStorage : StorageUnderTest
{
    private PostgresDatabase? _database;
    private PostgresInteractionLog? _log;
    private PostgresInteractionLog? _otherLog;

    private PostgresStorage(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public override PostgresDatabase Database => _database!;

    public override PostgresInteractionLog Log => _log!;

    public override IInteractionLog OtherLog => _otherLog ??= new PostgresInteractionLog(Database);

    /// <summary>A new database of a server.</summary>
    public static async Task<PostgresStorage> Open(PostgresServer server)
    {
        var storage = new PostgresStorage(await server.CreateDatabase());
        await storage.Start();
        return storage;
    }

    /// <summary>The way to the server, to be broken.</summary>
    public BreakingProxy Way() => new(new NpgsqlConnectionStringBuilder(ConnectionString).Port);

    /// <summary>The same database over such a way. Nothing but what is asked is sent, so that the next answer is the answer to it.</summary>
    public PostgresDatabase Over(BreakingProxy way) => new(
        new NpgsqlConnectionStringBuilder(ConnectionString) { Port = way.Port, NoResetOnClose = true }.ToString(), TimeProvider.System);

    public override async Task Reopen()
    {
        await Stop();
        await Start();
    }

    public override async ValueTask DisposeAsync() => await Stop();

    private async Task Start()
    {
        _database = new PostgresDatabase(ConnectionString, TimeProvider.System);
        (await new PostgresReadiness(_database).Prepare(CancellationToken.None)).ShouldBeNull();
        _log = new PostgresInteractionLog(_database);
    }

    private async Task Stop()
    {
        foreach (var log in (PostgresInteractionLog?[])[_log, _otherLog])
        {
            if (log is not null)
                await log.DisposeAsync();
        }

        _otherLog = null;
        await _database!.DisposeAsync();
    }
}
