using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresRestartTests
{
    private const int Users = 16;
    private const int Restarts = 2;

    /// <summary>The server restarts while all write: what was confirmed is there, once and in order.</summary>
    [Fact]
    public async Task Append_ServerRestarts_LosesAndDoublesNothing()
    {
        await using var server = new PostgresServer();
        await using var storage = await PostgresStorage.Open(server);
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Users).Select(user => Write(storage.Log, $"user {user}", stop.Token)).ToList();

        for (var restart = 0; restart < Restarts; restart++)
        {
            await server.Restart();
            var before = storage.Log.Commits;
            await Until(() => storage.Log.Commits > before + 1);
        }

        await stop.CancelAsync();
        var confirmed = await Task.WhenAll(writing);

        for (var user = 0; user < Users; user++)
        {
            var turns = (await storage.Log.ReadTurns($"user {user}", null, 100_000)).Select(turn => turn.TurnId).ToList();
            turns.ShouldBeUnique();
            // Of the last append before the stop nobody may have heard.
            turns.Where(confirmed[user].Contains).ShouldBe(confirmed[user]);
        }
    }

    /// <summary>Whatever a silo does with the database, while that restarts again and again: all of it succeeds, once, and what was confirmed is there.</summary>
    [Fact]
    public async Task EveryOperation_ServerRestarts_SucceedsOnce()
    {
        await using var server = new PostgresServer();
        await using var storage = await PostgresStorage.Open(server);
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        var working = Enumerable.Range(0, Users).Select(Work).ToList();
        foreach (var signal in (string[])["INT", "QUIT", "INT", "QUIT"])
        {
            await server.Restart(signal);
            var before = Volatile.Read(ref rounds);
            await Until(() => Volatile.Read(ref rounds) > before + (2 * Users) || working.Any(work => work.IsCompleted));
        }

        await stop.CancelAsync();
        var done = await Task.WhenAll(working);
        for (var i = 0; i < Users; i++)
        {
            var state = new GrainState<GrainStorageContract.Stored>(new GrainStorageContract.Stored());
            await storage.Grains.ReadStateAsync("state", Grain(i), state);
            (state.State.Text, state.ETag).ShouldBe((done[i].State.Text, done[i].ETag));
            (await storage.Log.Read($"user {i}", 0, 1_000_000)).Count.ShouldBe(int.Parse(done[i].State.Text!));
            (await storage.Reminders.ReadRows(Grain(i))).Reminders.ShouldBeEmpty();
        }

        async Task<GrainState<GrainStorageContract.Stored>> Work(int i)
        {
            var (user, grain) = ($"user {i}", Grain(i));
            var state = new GrainState<GrainStorageContract.Stored>(new GrainStorageContract.Stored());
            await storage.Grains.ReadStateAsync("state", grain, state);
            var last = new LoggedInteraction(0, 0, null!);
            while (!stop.IsCancellationRequested)
            {
                last = await storage.Log.Append(user, last.Position, Turn($"t{last.Sequence}"));
                (await storage.Log.Find(user, last.Sequence))!.Position.ShouldBe(last.Position);
                (await storage.Log.FindTurn(user, $"t{last.Sequence - 1}"))!.Sequence.ShouldBe(last.Sequence);
                (await storage.Log.ReadFrom(last.Position - 1, 1)).ShouldHaveSingleItem();

                state.State.Text = last.Sequence.ToString();
                await storage.Grains.WriteStateAsync("state", grain, state);
                var other = new GrainState<GrainStorageContract.Stored>(new GrainStorageContract.Stored());
                await storage.Grains.ReadStateAsync("other", grain, other);
                await storage.Grains.WriteStateAsync("other", grain, other);
                await storage.Grains.ClearStateAsync("other", grain, other);

                var etag = await storage.Reminders.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "r", StartAt = DateTime.UnixEpoch, Period = TimeSpan.FromMinutes(1) });
                (await storage.Reminders.RemoveRow(grain, "r", etag)).ShouldBeTrue();
                Interlocked.Increment(ref rounds);
            }

            return state;
        }
    }

    private static GrainId Grain(int number) => GrainId.Create("conversation", $"user {number}");

    private static TurnTaken Turn(string id) =>
        new(id, "hello", "hi", "v1-000000000000", new UserEmotion(new Dictionary<string, double>(), 0, 0, 0, "joy"), new EmotionalState());

    // As a conversation does it: what may have been written or not is looked up before anything else is written.
    private static async Task<List<string>> Write(IInteractionLog log, string user, CancellationToken stop)
    {
        var confirmed = new List<string>();
        var position = 0L;
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            try
            {
                var taken = Turn($"t{turn}");
                position = (await log.Append(user, position, taken)).Position;
                confirmed.Add(taken.TurnId);
            }
            catch (StorageUnavailableException)
            {
                position = await Tail(log, user);
            }
        }

        return confirmed;
    }

    private static async Task<long> Tail(IInteractionLog log, string user)
    {
        while (true)
        {
            try
            {
                return await log.Read(user, 0, 100_000) is [.., var last] ? last.Position : 0;
            }
            catch (StorageUnavailableException)
            {
                // The server is still away.
            }
        }
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!isSo())
            await Task.Delay(10, patience.Token);
    }
}
