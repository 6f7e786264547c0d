using System.Collections.Immutable;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// The next step of a rollout, as a function of where it is and who is there. Who is away holds nothing up: it is told what
/// to serve when it is back.
/// </summary>
internal static class RolloutSteps
{
    /// <summary>Whether the workers that are there have done what the last step asked of them.</summary>
    public static bool IsTaken(RolloutState state, IReadOnlyList<FleetWorker> workers) => state.Stage switch
    {
        RolloutStage.Canary => workers.Any(worker => worker.Status.Worker == state.Canary && worker.Answers(state.Version!)),
        RolloutStage.Waves => workers.All(worker => state.Targets.GetValueOrDefault(worker.Status.Worker) != state.Version || worker.Status.Version == state.Version),
        _ => workers.All(worker => worker.Status.Version == state.From),
    };

    /// <summary>The state after the next step; the same while it has to wait.</summary>
    /// <param name="state">Where the rollout is; under way.</param>
    /// <param name="workers">Who is there and has a version loaded.</param>
    /// <param name="isWatched">Whether the last step was watched for long enough.</param>
    /// <param name="firstWave">How many workers the first wave moves.</param>
    public static RolloutState Next(RolloutState state, IReadOnlyList<FleetWorker> workers, bool isWatched, int firstWave)
    {
        if (workers.Count == 0)
            return state;
        if (state.Stage == RolloutStage.Canary && workers.All(worker => worker.Status.Worker != state.Canary))
            return state with { Canary = Choose(state, workers) };
        if (!IsTaken(state, workers))
            return state;
        return state.Stage switch
        {
            RolloutStage.RollingBack => state with { Stage = RolloutStage.RolledBack },
            RolloutStage.Waves when Behind(state, workers).Count == 0 => state with { Stage = RolloutStage.Done },
            _ when isWatched => Wave(state, workers, firstWave),
            _ => state,
        };
    }

    // One that holds the version already, as after a failover, or else the one with the least to do.
    private static string Choose(RolloutState state, IReadOnlyList<FleetWorker> workers) => workers
        .OrderByDescending(worker => worker.Status.Loaded.Contains(state.Version!))
        .ThenBy(worker => (worker.Status.Active + worker.Status.Waiting) / (double)Math.Max(1, worker.Status.Capacity))
        .ThenBy(worker => worker.Status.Worker, StringComparer.Ordinal)
        .First().Status.Worker;

    private static RolloutState Wave(RolloutState state, IReadOnlyList<FleetWorker> workers, int firstWave)
    {
        var size = (int)Math.Min(workers.Count, (long)firstWave << Math.Min(state.Wave, 30));
        return state with
        {
            Stage = RolloutStage.Waves,
            Wave = state.Wave + 1,
            Targets = state.Targets.SetItems(Behind(state, workers).Take(size).Select(worker => KeyValuePair.Create(worker, state.Version!))),
        };
    }

    // The canary holds the version already.
    private static List<string> Behind(RolloutState state, IReadOnlyList<FleetWorker> workers) =>
        [.. workers.Select(worker => worker.Status.Worker)
            .Where(worker => state.Targets.GetValueOrDefault(worker) != state.Version)
            .OrderByDescending(worker => worker == state.Canary)];
}
