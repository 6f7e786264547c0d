using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

public sealed class SeveralProcessesTests : IDisposable
{
    private readonly StorageFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Other processes are killed in the midst of their appends: what they confirmed is there, and no one else is held up.</summary>
    [Fact]
    public async Task Append_OtherProcessesKilled_LosesNothingThatWasConfirmed()
    {
        using var killed = WritingProcess.Start(_folder.File, "a");
        using var second = WritingProcess.Start(_folder.File, "b");
        var confirmed = new List<(string User, string Turn)>();
        confirmed.AddRange(await second.Confirmed(20));
        var log = new SqliteInteractionLog(_folder.Database);
        using var stop = new CancellationTokenSource();
        using var allWritten = new CancellationTokenSource();
        var own = Append(log, "c", stop.Token);
        var learner = ReadAlong(log, allWritten.Token);

        confirmed.AddRange(await killed.Confirmed(100));
        confirmed.AddRange(await killed.Kill());
        confirmed.AddRange(await second.Confirmed(100));
        confirmed.AddRange(await second.Kill());
        await stop.CancelAsync();
        confirmed.AddRange(await own);
        await allWritten.CancelAsync();

        confirmed.Count.ShouldBeGreaterThan(220);
        foreach (var turns in confirmed.Where(turn => turn.User is not null).GroupBy(turn => turn.User, turn => turn.Turn))
        {
            var stored = (await log.ReadTurns(turns.Key, null, 1_000_000)).Select(turn => turn.TurnId).ToList();
            stored.ShouldBeUnique();
            stored.Take(turns.Count()).ShouldBe(turns);
            // Of the one that was on its way no one heard.
            stored.Count.ShouldBeInRange(turns.Count(), turns.Count() + 2);
        }

        (await learner).ShouldBe((await log.ReadFrom(0, 1_000_000)).Select(logged => logged.Position));
    }

    [Fact]
    public async Task Open_ManyAtOnce_MakesTheTablesOnce()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new SqliteDatabase(_folder.File), Token)));
        try
        {
            foreach (var (i, database) in opened.Index())
                await new SqliteInteractionLog(database).Append($"user {i}", 0, WritingProcess.Turn("t1"));
            (await new SqliteInteractionLog(opened[0]).ReadFrom(0, 10)).Count.ShouldBe(6);
        }
        finally
        {
            foreach (var database in opened)
                database.Dispose();
        }
    }

    [Fact]
    public async Task Read_OtherProcess_SeesWhatWasConfirmed()
    {
        using var other = new SqliteDatabase(_folder.File);
        var (log, reader) = (new SqliteInteractionLog(_folder.Database), new SqliteInteractionLog(other));
        var position = 0L;
        for (var turn = 1; turn <= 50; turn++)
        {
            position = (await log.Append("ann", position, WritingProcess.Turn($"t{turn}"))).Position;
            (await reader.Read("ann", turn - 1, 10)).ShouldHaveSingleItem().Position.ShouldBe(position);
        }
    }

    [Fact]
    public async Task Write_OtherProcessWritesWithoutPause_GetsItsTurn()
    {
        using var other = new SqliteDatabase(_folder.File);
        using var stop = new CancellationTokenSource();
        var busy = Task.WhenAll(Enumerable.Range(0, 8).Select(user => Append(new SqliteInteractionLog(other), $"u{user}", stop.Token)));
        var log = new SqliteInteractionLog(_folder.Database);
        var position = 0L;
        for (var turn = 0; turn < 50; turn++)
            position = (await log.Append("ann", position, WritingProcess.Turn($"t{turn}"))).Position;
        await stop.CancelAsync();

        (await busy).ShouldAllBe(turns => turns.Count > 0);
        (await log.Read("ann", 0, 100)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Write_OtherProcessHalted_SaysSoToAllWhoWait()
    {
        using var holder = new SqliteDatabase(_folder.File);
        using var hold = new ManualResetEventSlim();
        using var held = new SemaphoreSlim(0);
        var holding = holder.Write(_ =>
        {
            held.Release();
            return hold.Wait(TimeSpan.FromMinutes(2));
        });
        await held.WaitAsync(Token);
        using var database = new SqliteDatabase(_folder.File, patience: TimeSpan.FromMilliseconds(20));
        var log = new SqliteInteractionLog(database);
        var waiting = Enumerable.Range(0, 20).Select(i => log.Append($"user {i}", 0, WritingProcess.Turn("t1"))).ToList();

        var refused = await Task.WhenAll(waiting.Select(append => Should.ThrowAsync<StorageUnavailableException>(() => append)));
        hold.Set();
        await holding;

        refused.ShouldAllBe(problem => problem.Message.Contains("Another process"));
        await log.Append("user 0", 0, WritingProcess.Turn("t1"));
    }

    [Fact]
    public async Task Erase_OtherProcessReads_LeavesNoTraceInTheFiles()
    {
        using var other = new SqliteDatabase(_folder.File);
        var (log, reader) = (new SqliteInteractionLog(_folder.Database), new SqliteInteractionLog(other));
        await log.Append("xenia-the-user", 0, new FactTaught("a-secret-question", "a-secret-answer"));
        await reader.Append("bob", 0, WritingProcess.Turn("t1"));
        using var stop = new CancellationTokenSource();
        var reading = ReadAlong(reader, stop.Token);

        (await log.Forget("xenia-the-user")).ShouldBe(1);
        await stop.CancelAsync();
        await reading;
        await log.AcknowledgeDeletions([]);

        var bytes = _folder.Bytes();
        bytes.ShouldNotContain("a-secret");
        bytes.ShouldNotContain("xenia");
    }

    private static async Task<IReadOnlyList<(string User, string Turn)>> Append(SqliteInteractionLog log, string user, CancellationToken stop)
    {
        var confirmed = new List<(string, string)>();
        var position = 0L;
        while (!stop.IsCancellationRequested)
        {
            var turn = $"t{confirmed.Count}";
            position = (await log.Append(user, position, WritingProcess.Turn(turn))).Position;
            confirmed.Add((user, turn));
        }

        return confirmed;
    }

    /// <summary>The positions that a learner sees who reads on from the last one while others write, and once more after the end.</summary>
    private static async Task<IReadOnlyList<long>> ReadAlong(SqliteInteractionLog log, CancellationToken stop)
    {
        var seen = new List<long>();
        while (true)
        {
            var ended = stop.IsCancellationRequested;
            var page = await log.ReadFrom(seen is [.., var last] ? last : 0, 100);
            seen.AddRange(page.Select(logged => logged.Position));
            if (ended && page.Count == 0)
                return seen;
        }
    }
}
