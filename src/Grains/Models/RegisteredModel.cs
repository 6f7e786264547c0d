using Orleans;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>A version with what only the registry needs.</summary>
/// <param name="Version">The version; <see cref="ModelVersion.Serving"/> is filled in when it is handed out.</param>
/// <param name="Weights">SHA-256 of its weights, in hex.</param>
/// <param name="LessonPositions">The log positions of the lessons it learned from, without its ancestors'.</param>
/// <param name="HasServed">Whether it was ever served.</param>
[GenerateSerializer, Immutable, Alias("samantha.registered-model")]
internal sealed record RegisteredModel(
    [property: Id(0)] ModelVersion Version,
    [property: Id(1)] string Weights,
    [property: Id(2)] IReadOnlyList<long> LessonPositions,
    [property: Id(3)] bool HasServed = false);
