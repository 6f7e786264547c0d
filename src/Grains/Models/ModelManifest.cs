using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>What a stored version says of itself, in its version.json.</summary>
public sealed record ModelManifest
{
    /// <summary><c>v&lt;sequence&gt;-&lt;first 12 hex digits of the weights' SHA-256&gt;</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Counts versions from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>The version it was trained from; null for an imported one.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How it was made.</summary>
    public required string Strategy { get; init; }

    /// <summary>The seed of its training.</summary>
    public long Seed { get; init; }

    /// <summary>What was measured, by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The log positions of the lessons it learned from.</summary>
    public required IReadOnlyList<long> LessonPositions { get; init; }

    /// <summary>SHA-256 over the lessons, in hex.</summary>
    public string? LessonsDigest { get; init; }

    /// <summary>Why the gate rejected it; null when it passed.</summary>
    public string? Rejection { get; init; }

    /// <summary>What it was made of and with; null for an import.</summary>
    public ModelLineage? Lineage { get; init; }

    /// <summary>The version of an earlier line in whose place it is; null for most.</summary>
    public string? Replaces { get; init; }

    /// <summary>SHA-256 of every file but this one, in hex, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
