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

    // As a conversation does it: what may have been written or not is looked up before anything else is written.
    private static async Task<List<string>> Write(IInteractionLog log, string user, CancellationToken stop)
    {
        var confirmed = new List<string>();
        var position = 0L;
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            try
            {
                var taken = new TurnTaken($"t{turn}", "hello", "hi", "v1-000000000000", new UserEmotion(new Dictionary<string, double>(), 0, 0, 0, "joy"), new EmotionalState());
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
