using Orleans;

namespace Samantha.Contracts.Training;

/// <summary>The trainer as it is now.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Session">The session under way, or the last one; null before the first.</param>
/// <param name="Step">Optimizer steps done in the session.</param>
/// <param name="Steps">Optimizer steps of the whole session.</param>
/// <param name="TokensPerSecond">How fast it trains.</param>
/// <param name="SecondsLeft">How long the steps left will take; null when unknown.</param>
/// <param name="WaitingLessons">Lessons that wait for the next session.</param>
/// <param name="LearnedLessons">Lessons that served versions learned from.</param>
/// <param name="Excluded">How many judged records were kept out, by reason.</param>
/// <param name="LogPosition">The last log position that was read.</param>
[GenerateSerializer, Immutable, Alias("samantha.training-status")]
public sealed record TrainingStatus(
    [property: Id(0)] TrainingPhase Phase,
    [property: Id(1)] TrainingSession? Session,
    [property: Id(2)] int Step,
    [property: Id(3)] int Steps,
    [property: Id(4)] double TokensPerSecond,
    [property: Id(5)] double? SecondsLeft,
    [property: Id(6)] int WaitingLessons,
    [property: Id(7)] int LearnedLessons,
    [property: Id(8)] IReadOnlyDictionary<string, int> Excluded,
    [property: Id(9)] long LogPosition);
