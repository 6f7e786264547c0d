using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>The latest rollout.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="Version">The version being rolled out; null when there was none yet.</param>
/// <param name="From">The version from before.</param>
/// <param name="Wave">The wave under way, from 1; 0 before the first.</param>
/// <param name="Workers">The version that each worker of the fleet is meant to serve, by worker.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="UpdatedAt">When it last moved.</param>
/// <param name="Reason">Why it was rolled back.</param>
/// <param name="Paused">Whether an operator holds it where it is.</param>
/// <param name="Share">The share of conversations that the version answers, in [0, 1].</param>
/// <param name="Canary">The worker that holds the version first.</param>
/// <param name="Signals">The version compared with the one from before, signal by signal.</param>
[GenerateSerializer, Immutable, Alias("samantha.rollout-status")]
public sealed record RolloutStatus(
    [property: Id(0)] RolloutStage Stage,
    [property: Id(1)] string? Version,
    [property: Id(2)] string? From,
    [property: Id(3)] int Wave,
    [property: Id(4)] IReadOnlyDictionary<string, string> Workers,
    [property: Id(5)] DateTimeOffset? StartedAt,
    [property: Id(6)] DateTimeOffset? UpdatedAt,
    [property: Id(7)] string? Reason,
    [property: Id(8)] bool Paused,
    [property: Id(9)] double Share,
    [property: Id(10)] string? Canary,
    [property: Id(11)] IReadOnlyList<SignalDifference> Signals);
