using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Postgres;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

/// <inheritdoc/>
internal sealed class PostgresStorage : StorageUnderTest
{
    private readonly TimeProvider _time;
    private PostgresDatabase? _database;
    private PostgresInteractionLog? _log;
    private PostgresInteractionLog? _otherLog;

    private PostgresStorage(string connectionString, TimeProvider time)
    {
        ConnectionString = connectionString;
        _time = time;
    }

    public string ConnectionString { get; }

    public override PostgresDatabase Database => _database!;

    public override PostgresInteractionLog Log => _log!;

    public override IInteractionLog OtherLog => _otherLog ??= new PostgresInteractionLog(Database);

    /// <summary>A new database of a server, reached directly or over a proxy.</summary>
    public static async Task<PostgresStorage> Open(PostgresServer server, TimeProvider? time = null, Func<string, string>? way = null)
    {
        var connectionString = await server.CreateDatabase();
        var storage = new PostgresStorage(way?.Invoke(connectionString) ?? connectionString, time ?? TimeProvider.System);
        await storage.Start();
        return storage;
    }

    public override async Task Reopen()
    {
        await Stop();
        await Start();
    }

    public override async ValueTask DisposeAsync() => await Stop();

    private async Task Start()
    {
        _database = new PostgresDatabase(ConnectionString, _time);
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
