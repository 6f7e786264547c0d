using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>A trained and measured model on its way into the registry.</summary>
/// <param name="Folder">The folder that holds it, on the registry's host; left as it is.</param>
/// <param name="Parent">The version it was trained from; null for an import.</param>
/// <param name="Strategy">How it was made.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="LessonPositions">The log positions of the lessons it learned from.</param>
/// <param name="LessonsDigest">SHA-256 over the lessons, in hex.</param>
/// <param name="Rejection">Why the gate rejected it; null when it passed.</param>
[GenerateSerializer, Immutable, Alias("samantha.model-candidate")]
public sealed record ModelCandidate(
    [property: Id(0)] string Folder,
    [property: Id(1)] string? Parent,
    [property: Id(2)] string Strategy,
    [property: Id(3)] long Seed,
    [property: Id(4)] IReadOnlyDictionary<string, double> Metrics,
    [property: Id(5)] IReadOnlyList<long> LessonPositions,
    [property: Id(6)] string? LessonsDigest,
    [property: Id(7)] string? Rejection);
