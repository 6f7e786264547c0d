using Samantha.Contracts.Problems;
using Samantha.Silo.Storage.Postgres;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresDatabaseTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Several_AreOneTransaction()
    {
        await using var storage = await PostgresStorage.Open(server);
        await Should.ThrowAsync<StorageUnavailableException>(() => storage.Database.Write(
            new SqlStatement("INSERT INTO deletion VALUES (1)"), new SqlStatement("INSERT INTO deletion VALUES (1)")));

        (await storage.Log.ReadDeletions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_ConnectionsKilled_AreMadeAnew()
    {
        await using var storage = await PostgresStorage.Open(server);
        var before = await Backends(storage);
        await server.Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{storage.Database.Name}'");

        (await Backends(storage)).ShouldNotBe(before);
    }

    [Fact]
    public async Task WriteOnce_AnswerLost_IsNotRepeated()
    {
        await using var storage = await PostgresStorage.Open(server);
        await using var way = storage.Way();
        await using var database = storage.Over(way);
        await database.Write(new SqlStatement("INSERT INTO deletion VALUES (1)"));

        way.LoseAnswers();
        await Should.ThrowAsync<StorageUnavailableException>(() => database.WriteOnce(new SqlStatement("UPDATE deletion SET position = position + 1")));

        (await storage.Log.ReadDeletions()).ShouldBe([2]);
    }

    [Fact]
    public async Task Write_StateAnswerLost_IsStoredUnderTheETagItsWriterHas()
    {
        await using var storage = await PostgresStorage.Open(server);
        await using var way = storage.Way();
        await using var database = storage.Over(way);
        var grain = Orleans.Runtime.GrainId.Create("conversation", "ann");
        var state = new Orleans.GrainState<GrainStorageContract.Stored>(new GrainStorageContract.Stored());
        var grains = new SqlGrainStorage(database);
        await grains.ReadStateAsync("name", grain, state);

        for (var write = 0; write < 3; write++)
        {
            way.LoseAnswers();
            await grains.WriteStateAsync("name", grain, state);
        }

        way.LoseAnswers();
        await grains.ClearStateAsync("name", grain, state);
        await grains.ReadStateAsync("name", grain, state);
        state.RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Write_ReminderAnswerLost_IsDoneOnce()
    {
        await using var storage = await PostgresStorage.Open(server);
        await using var way = storage.Way();
        await using var database = storage.Over(way);
        var grain = Orleans.Runtime.GrainId.Create("trainer", "one");
        var reminders = new SqlReminderTable(database);
        var entry = new Orleans.ReminderEntry { GrainId = grain, ReminderName = "r", StartAt = DateTime.UnixEpoch, Period = TimeSpan.FromMinutes(1) };
        await reminders.UpsertRow(entry);

        way.LoseAnswers();
        var etag = await reminders.UpsertRow(entry);
        way.LoseAnswers();
        (await reminders.RemoveRow(grain, "r", etag)).ShouldBeTrue();

        (await reminders.ReadRows(grain)).Reminders.ShouldBeEmpty();
        (await reminders.RemoveRow(grain, "r", etag)).ShouldBeFalse();
    }

    [Fact]
    public async Task Read_PoolUsedUp_WaitsForABoundAndSaysSo()
    {
        var connectionString = await server.CreateDatabase();
        await using var database = new PostgresDatabase(connectionString + ";Maximum Pool Size=1;Timeout=5", new ShiftedTime());
        await using var held = await database.Open(Token);

        await Should.ThrowAsync<StorageUnavailableException>(() => database.WriteOnce(new SqlStatement("SELECT 1")));
    }

    private static async Task<long> Backends(PostgresStorage storage) =>
        (await storage.Database.Read(new("SELECT pg_backend_pid()::bigint"), row => row.GetInt64(0)))[0];
}
