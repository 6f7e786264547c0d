using Samantha.Training.Data;
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

    /// <summary>How it learns: one of <see cref="LessonStrategies.Names"/>.</summary>
    public string Strategy { get; init; } = LessonStrategies.Descent;

    /// <summary>What of the model learns: one of <see cref="LessonTunings.Names"/>.</summary>
    public string Tuning { get; init; } = LessonTunings.Default;

    /// <summary>How it learns what is preferred: one of <see cref="LessonPreferences.Names"/>.</summary>
    public string Preferences { get; init; } = LessonPreferences.Off;

    public LessonOptions Options { get; init; } = new();

    public GateOptions Gate { get; init; } = new();

    /// <exception cref="TrainingDataException">There is nothing to learn, or it asks for what there is not.</exception>
    public LessonJob Validated()
    {
        if (Lessons.Count == 0)
            throw new TrainingDataException("There are no lessons to learn.");
        return (LessonStrategies.Refusal(Strategy) ?? LessonTunings.Refusal(Tuning, Strategy) ?? LessonPreferences.Refusal(Preferences, Strategy)) is { } refusal
            ? throw new TrainingDataException(refusal)
            : this;
    }
}
