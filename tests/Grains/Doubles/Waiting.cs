using Samantha.Contracts.Models;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Waits for what comes about by beats.</summary>
internal static class Waiting
{
    /// <summary>Looks again and again until it is so. That it never comes to be so is for the test's time limit to find.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a rollout is in a stage.</summary>
    public static Task<RolloutStatus> Reaches(this IRolloutGrain rollout, RolloutStage stage) =>
        Until(rollout.Status, status => status.Stage == stage);
}
