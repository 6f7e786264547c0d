using System.Globalization;
using Npgsql;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Postgres;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresInteractionLogTests(PostgresServer server) : InteractionLogContract
{
    private new PostgresStorage Storage => (PostgresStorage)base.Storage;

    private protected override async Task<StorageUnderTest> Open() => await PostgresStorage.Open(server);

    [Fact]
    public async Task Append_ManyWaiting_SharesCommits()
    {
        var before = Storage.Log.Commits;
        await Task.WhenAll(Enumerable.Range(0, 400).Select(user => AppendAll($"user {user}", [Turn("t1"), Turn("t2"), Turn("t3")])));

        (Storage.Log.Commits - before).ShouldBeLessThan(400);
    }

    /// <summary>The database confirmed and the confirmation was lost: the append is done once and its caller hears so.</summary>
    [Fact]
    public async Task Append_AnswerLost_IsDoneOnceAndConfirmed()
    {
        await using var way = Storage.Way();
        await using var database = Storage.Over(way);
        await using var log = new PostgresInteractionLog(database);
        var first = await log.Append("ann", 0, Turn("t1"));

        way.LoseAnswers();
        var second = await log.Append("ann", first.Position, Turn("t2"));
        way.LoseAnswers();
        var third = await log.Append("ann", second.Position, Turn("t3"));

        (await log.Read("ann", 0, 10)).Select(logged => logged.Position).ShouldBe([first.Position, second.Position, third.Position]);
        (second.Sequence, third.Sequence).ShouldBe((2, 3));
        way.Connections.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Append_RepeatedAfterOthersWrote_IsRefused()
    {
        var first = await Log.Append("ann", 0, Turn("t1"));
        await Log.Append("ann", first.Position, Turn("of another"));

        (await Again("ann", first.Position, Turn("t2"))).ShouldBeNull();
        (await Again("nobody", 7, Turn("t2"))).ShouldBeNull();
        (await Again("ann", 0, Turn("t1"))).ShouldBe(first.Position);
        (await Again("bob", 0, Turn("t1"))).ShouldNotBeNull();
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Append_DatabaseGone_SaysWhatToDo()
    {
        var clock = new ShiftedTime();
        using var port = new ClosedPort();
        await using var database = new PostgresDatabase($"Host=127.0.0.1;Port={port.Number};Password=hidden", clock);
        await using var log = new PostgresInteractionLog(database);

        var appends = Enumerable.Range(0, 3).Select(i => log.Append($"user {i}", 0, Turn("t1"))).ToList();
        foreach (var append in appends)
        {
            var problem = await Should.ThrowAsync<StorageUnavailableException>(() => append);
            problem.ToString().ShouldNotContain("hidden");
            problem.Message.ShouldContain("Check that it runs");
        }

        await Should.ThrowAsync<StorageUnavailableException>(() => log.Read("ann", 0, 10));
        await Should.ThrowAsync<StorageUnavailableException>(() => database.WriteOnce(new SqlStatement("SELECT 1")));
    }

    [Fact]
    public async Task Append_OneThatCannotBeStored_FailsAlone()
    {
        await using (var connection = await Storage.Database.Open(TestContext.Current.CancellationToken))
        {
            await using var constraint = new NpgsqlCommand("ALTER TABLE interaction ADD CHECK (length(body) < 100000)", connection);
            await constraint.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var small = Enumerable.Range(0, 5).Select(i => Log.Append($"user {i}", 0, Turn("t1"))).ToList();
        var large = Log.Append("bob", 0, Turn("t1", new string('x', 100_000)));
        small.AddRange(Enumerable.Range(5, 5).Select(i => Log.Append($"user {i}", 0, Turn("t1"))));

        (await Should.ThrowAsync<StorageUnavailableException>(() => large)).ToString().ShouldNotContain("xxx");
        await Task.WhenAll(small);
        (await Log.Read("bob", 0, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_AfterDispose_SaysThatTheStorageIsGone()
    {
        var log = new PostgresInteractionLog(Storage.Database);
        await log.DisposeAsync();
        await Should.ThrowAsync<StorageUnavailableException>(() => log.Append("ann", 0, Turn("t1")));
    }

    [Fact]
    public async Task Append_QueueFull_IsRefusedAtOnce()
    {
        await using var holder = await Storage.Database.Open(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand(PostgresSchema.LockLog, holder, transaction))
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var log = new PostgresInteractionLog(Storage.Database, queueCapacity: 1);

        // One is on its way and waits for the lock, one waits in the queue; what comes then finds no place.
        var appends = Enumerable.Range(0, 50).Select(i => log.Append($"user {i}", 0, Turn("t1"))).ToList();
        await Should.ThrowAsync<OverloadedException>(() => appends[^1]);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        await appends[0];
    }

    private async Task<long?> Again(string user, long after, Contracts.Interactions.Interaction interaction)
    {
        var append = new PostgresAppend(user, after, interaction);
        await using var connection = await Storage.Database.Open(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT appended_position FROM append_interactions(ARRAY[$1], ARRAY[$2], ARRAY[$3], ARRAY[$4], ARRAY[NULL]::integer[], ARRAY[$5], true)", connection)
        {
            Parameters =
            {
                new() { Value = append.User }, new() { Value = append.After }, new() { Value = append.Kind }, new() { Value = append.TurnId }, new() { Value = append.Body },
            },
        };
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is long position
            ? Convert.ToInt64(position, CultureInfo.InvariantCulture)
            : null;
    }
}
