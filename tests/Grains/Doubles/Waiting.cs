using System.Diagnostics;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Waits for what comes about by beats.</summary>
internal static class Waiting
{
    /// <summary>How long a busy machine may take over anything that a test waits for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Looks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It never came to be so.</exception>
    public static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"What was seen last is still not what is awaited: {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a rollout is in a stage.</summary>
    public static Task<RolloutStatus> Reaches(this IRolloutGrain rollout, RolloutStage stage) =>
        Until(rollout.Status, status => status.Stage == stage);
}
