namespace Samantha.Grains.Training;

/// <summary>What a candidate is made from.</summary>
/// <param name="ParentFolder">The folder of the version to start from; not to be changed.</param>
/// <param name="RootFolder">The folder of the version that the parent's line began with; not to be changed.</param>
/// <param name="WorkFolder">Where checkpoints and the candidate go; kept across crashes.</param>
/// <param name="Lessons">What to learn.</param>
/// <param name="Rehearsed">What was learned before and must not be lost.</param>
/// <param name="Seed">Seeds all randomness.</param>
/// <param name="Options">How to learn.</param>
public sealed record TrainingJob(
    string ParentFolder,
    string RootFolder,
    string WorkFolder,
    IReadOnlyList<TaughtLesson> Lessons,
    IReadOnlyList<TaughtLesson> Rehearsed,
    long Seed,
    LearningOptions Options);
