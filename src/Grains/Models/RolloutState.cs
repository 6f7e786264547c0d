using System.Collections.Immutable;
using Orleans;
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

    /// <summary>The version that each worker is meant to serve; the workers that joined.</summary>
    [Id(4)]
    public ImmutableSortedDictionary<string, string> Targets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [Id(5)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(6)]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Id(7)]
    public string? Reason { get; init; }

    /// <summary>Whether workers are yet to be moved.</summary>
    public bool UnderWay => Stage is RolloutStage.Canary or RolloutStage.Waves or RolloutStage.RollingBack;
}
