using Samantha.Training.Gate;

namespace Samantha.Training.Lessons;

/// <summary>What a candidate is made from.</summary>
public sealed record LessonJob
{
    /// <summary>The folder of the version to start from; it is not changed.</summary>
    public required string ParentFolder { get; init; }

    /// <summary>The folder of the version that the parent's line began with, to which no version may lose more than a margin; the parent's own by default.</summary>
    public string? RootFolder { get; init; }

    /// <summary>Where the checkpoint and the candidate go; kept across crashes.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>What to learn.</summary>
    public required IReadOnlyList<Lesson> Lessons { get; init; }

    /// <summary>What was learned before and must not be lost.</summary>
    public IReadOnlyList<Lesson> Rehearsed { get; init; } = [];

    /// <summary>Seeds all randomness.</summary>
    public long Seed { get; init; }

    public LessonOptions Options { get; init; } = new();

    public GateOptions Gate { get; init; } = new();
}
