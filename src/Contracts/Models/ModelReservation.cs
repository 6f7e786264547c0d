using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>The place of a model among the versions.</summary>
/// <param name="Sequence">The number that it has, or gets.</param>
/// <param name="Version">The version, if it is listed already.</param>
[GenerateSerializer, Immutable, Alias("samantha.model-reservation")]
public sealed record ModelReservation(
    [property: Id(0)] long Sequence,
    [property: Id(1)] ModelVersion? Version);
