using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>All workers as they are now, and how new requests are shared among versions.</summary>
/// <param name="Rollout">The number of the latest rollout; 0 before the first.</param>
/// <param name="Version">The version that answers; null before the first was imported.</param>
/// <param name="Candidate">The version being rolled out; null when there is none.</param>
/// <param name="Share">The share of conversations that <paramref name="Candidate"/> answers, in [0, 1].</param>
/// <param name="Workers">The workers whose silos beat, without those that drain.</param>
[GenerateSerializer, Immutable, Alias("samantha.fleet")]
public sealed record Fleet(
    [property: Id(0)] long Rollout,
    [property: Id(1)] string? Version,
    [property: Id(2)] string? Candidate,
    [property: Id(3)] double Share,
    [property: Id(4)] IReadOnlyList<FleetWorker> Workers)
{
    /// <summary>Before anything is known.</summary>
    public static Fleet Unknown { get; } = new(0, null, null, 0, Array.Empty<FleetWorker>());
}
