using Orleans;

namespace Samantha.Grains.Models;

/// <summary>A model that has a number and may be in the store, but is not listed yet.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Weights">SHA-256 of its weights, in hex.</param>
/// <param name="Parent">The version it was trained from; null for an import.</param>
/// <param name="LessonsDigest">SHA-256 over its lessons, in hex; null for an import.</param>
[GenerateSerializer, Immutable, Alias("samantha.reserved-model")]
internal sealed record ReservedModel(
    [property: Id(0)] long Sequence,
    [property: Id(1)] string Weights,
    [property: Id(2)] string? Parent,
    [property: Id(3)] string? LessonsDigest);
