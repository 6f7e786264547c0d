using Orleans;

namespace Samantha.Contracts.Training;

/// <summary>One session of the trainer.</summary>
/// <param name="Id">Counts sessions from 1.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Parent">The version it starts from.</param>
/// <param name="Version">The version it made; null until published.</param>
/// <param name="Lessons">How many new lessons it learns from.</param>
/// <param name="Rehearsed">How many earlier lessons it rehearses.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, where it was rejected or failed.</param>
/// <param name="Metrics">What was measured, by name.</param>
/// <param name="Curve">Its curve; thinned to at most 128 points.</param>
[GenerateSerializer, Immutable, Alias("samantha.training-session")]
public sealed record TrainingSession(
    [property: Id(0)] long Id,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] DateTimeOffset? EndedAt,
    [property: Id(3)] string Parent,
    [property: Id(4)] string? Version,
    [property: Id(5)] int Lessons,
    [property: Id(6)] int Rehearsed,
    [property: Id(7)] SessionOutcome Outcome,
    [property: Id(8)] string? Reason,
    [property: Id(9)] IReadOnlyDictionary<string, double> Metrics,
    [property: Id(10)] IReadOnlyList<CurvePoint> Curve);
