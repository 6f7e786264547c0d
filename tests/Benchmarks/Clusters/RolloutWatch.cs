using System.Diagnostics;
using Samantha.Client;
using Samantha.Contracts.Models;

namespace Samantha.Benchmarks.Clusters;

/// <summary>Begins a rollout and waits for how it ends.</summary>
internal static class RolloutWatch
{
    /// <summary>Rolls a version out.</summary>
    /// <returns>The last status, with the moments of begin and end in <see cref="Stopwatch"/>'s ticks.</returns>
    public static async Task<(RolloutStatus Status, long Began, long Ended)> RunAsync(SamanthaClient client, string version, TimeSpan limit, CancellationToken cancellation)
    {
        var status = await PatientlyAsync(() => client.Models.RollOutAsync(version, cancellation), limit, cancellation);
        var began = Stopwatch.GetTimestamp();
        while (!IsOver(status, version) && Stopwatch.GetElapsedTime(began) < limit)
        {
            await Task.Delay(250, cancellation);
            status = await PatientlyAsync(() => client.Models.RolloutStatusAsync(cancellation), limit, cancellation);
        }

        return (status, began, Stopwatch.GetTimestamp());
    }

    /// <summary>Takes back a version that was not taken back by itself, so that the next one does not begin from it.</summary>
    public static async Task TakeBackAsync(SamanthaClient client, RolloutStatus status, TimeSpan limit, CancellationToken cancellation)
    {
        if (status.Stage != RolloutStage.RolledBack)
            status = await PatientlyAsync(() => client.Models.RollBackAsync(cancellation), limit, cancellation);
        for (var watch = Stopwatch.StartNew(); status.Stage != RolloutStage.RolledBack && watch.Elapsed < limit; await Task.Delay(500, cancellation))
            status = await PatientlyAsync(() => client.Models.RolloutStatusAsync(cancellation), limit, cancellation);
    }

    private static bool IsOver(RolloutStatus status, string version) =>
        status.Version == version && status.Stage is RolloutStage.Done or RolloutStage.RolledBack;

    // An operator who is told to try again in a moment does.
    private static async Task<RolloutStatus> PatientlyAsync(Func<Task<RolloutStatus>> ask, TimeSpan limit, CancellationToken cancellation)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(500, cancellation))
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (failure is HttpRequestException or SamanthaProblemException { IsTransient: true } && watch.Elapsed < limit)
            {
                Console.WriteLine($"  the rollout could not be asked: {(failure as SamanthaProblemException)?.Code ?? failure.GetType().Name}");
            }
        }
    }
}
