using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>A trained and measured model on its way into the registry.</summary>
/// <param name="Folder">The folder that holds it, on this machine; left as it is.</param>
/// <param name="Parent">The version it was trained from; null for an import.</param>
/// <param name="Strategy">How it was made.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="LessonPositions">The log positions of the lessons it learned from.</param>
/// <param name="LessonsDigest">SHA-256 over the lessons, in hex.</param>
/// <param name="Rejection">Why the gate rejected it; null when it passed.</param>
public sealed record ModelCandidate(
    string Folder,
    string? Parent,
    string Strategy,
    long Seed,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<long> LessonPositions,
    string? LessonsDigest,
    string? Rejection)
{
    /// <summary>What it was made of and with; null for an import.</summary>
    public ModelLineage? Lineage { get; init; }

    /// <summary>The version of an earlier line in whose place it is; null for most.</summary>
    public string? Replaces { get; init; }
}
