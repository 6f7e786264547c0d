using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>What a rollout must know to go on after a crash.</summary>
[GenerateSerializer, Immutable, Alias("samantha.rollout-state")]
internal sealed record RolloutState
{
    [Id(0)]
    public RolloutStage Stage { get; init; }

    [Id(1)]
    public string? Version { get; init; }

    [Id(2)]
    public string? From { get; init; }

    [Id(3)]
    public int Wave { get; init; }

    /// <summary>The version that each worker is meant to serve in this rollout; who came later serves the one from before.</summary>
    [Id(4)]
    public ImmutableSortedDictionary<string, string> Targets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [Id(5)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(6)]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Id(7)]
    public string? Reason { get; init; }

    /// <summary>Counts rollouts from 1.</summary>
    [Id(8)]
    public long Number { get; init; }

    /// <summary>The worker that holds the version first; null before one was chosen.</summary>
    [Id(9)]
    public string? Canary { get; init; }

    /// <summary>Whether an operator holds it where it is.</summary>
    [Id(10)]
    public bool Paused { get; init; }

    /// <summary>Whether workers are yet to be moved.</summary>
    public bool UnderWay => Stage is RolloutStage.Canary or RolloutStage.Waves or RolloutStage.RollingBack;

    /// <summary>Whether the version is on its way forward.</summary>
    public bool Advances => Stage is RolloutStage.Canary or RolloutStage.Waves;

    /// <summary>The version that answers by default.</summary>
    /// <param name="current">The registry's.</param>
    public string? Answering(string? current) => UnderWay ? From ?? Version : current;

    /// <summary>The versions that a worker is meant to hold, the one to serve first.</summary>
    /// <param name="status">The worker. It goes on serving the version from before until it holds the new one.</param>
    /// <param name="current">The registry's version.</param>
    public string[] Meant(WorkerStatus status, string? current)
    {
        var answering = Answering(current);
        if (answering is null)
            return [];
        if (!Advances || From is null || !Takes(status.Worker))
            return [answering];
        return Stage == RolloutStage.Waves && status.Loaded.Contains(Version!) ? [Version!, From] : [From, Version!];
    }

    /// <summary>The share of conversations that the new version answers: the canary's, or that of the workers that moved.</summary>
    public double Share(IReadOnlyList<FleetWorker> workers, double canaryShare)
    {
        if (!Advances || From is null)
            return 0;
        var able = workers.Where(worker => Takes(worker.Status.Worker) && worker.Answers(Version!)).Sum(worker => worker.Status.Capacity);
        if (able == 0)
            return 0;
        return Stage == RolloutStage.Canary ? canaryShare : (double)able / workers.Sum(worker => worker.Status.Capacity);
    }

    private bool Takes(string worker) => Stage == RolloutStage.Canary ? worker == Canary : Targets.GetValueOrDefault(worker) == Version;
}
