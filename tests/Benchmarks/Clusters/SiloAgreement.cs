using Samantha.Client;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.LoadGenerator;

namespace Samantha.Benchmarks.Clusters;

/// <summary>Whether every silo tells the same of every user, and whether that is one unbroken history.</summary>
internal static class SiloAgreement
{
    // The state fades with time, and the silos are asked one after the other.
    private const double Tolerance = 0.01;
    private const int Attempts = 3;

    /// <summary>Users whose state has forked: silos that differ, gaps in the numbering, a turn twice.</summary>
    public static async Task<int> CountForkedAsync(BenchCluster cluster, IEnumerable<string> users, CancellationToken cancellation)
    {
        var clients = cluster.Addresses.Select(address => new SamanthaClient(new SamanthaClientOptions { BaseAddress = address, ApiKey = cluster.ApiKey })).ToList();
        try
        {
            var forked = 0;
            foreach (var user in users)
            {
                // A fork stays; answers that came seconds apart, from a silo that was just starting, agree the next time.
                var agree = false;
                for (var attempt = 0; attempt < Attempts && !agree; attempt++)
                {
                    var told = await Task.WhenAll(clients.Select(client => StoredTurns.ReadAsync(client.Conversation(user), cancellation)));
                    agree = told.All(view => IsUnbroken(view) && Agree(view, told[0]));
                }

                forked += agree ? 0 : 1;
            }

            return forked;
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    /// <summary>Whether the turns are numbered 1, 2, 3 … and none is there twice. Only of users who did nothing but talk.</summary>
    internal static bool IsUnbroken(ConversationView view) =>
        view.TurnCount == view.Turns.Count
        && view.Turns.Select((turn, i) => turn.Sequence == i + 1).All(follows => follows)
        && view.Turns.DistinctBy(turn => turn.TurnId).Count() == view.Turns.Count;

    internal static bool Agree(ConversationView one, ConversationView other) =>
        one.Turns.Select(Told).SequenceEqual(other.Turns.Select(Told))
        && Axes(one.EmotionalState).Zip(Axes(other.EmotionalState)).All(axis => Math.Abs(axis.First - axis.Second) < Tolerance);

    private static (string, long, string, string, string, EmotionalState) Told(Turn turn) =>
        (turn.TurnId, turn.Sequence, turn.Text, turn.Reply, turn.Model, turn.EmotionalState);

    private static double[] Axes(EmotionalState state) => [state.Valence, state.Arousal, state.Dominance, state.Mood, state.Trust];
}
