using Orleans;

namespace Samantha.Contracts.Measurement;

/// <summary>What was measured of a version that came to be served.</summary>
/// <param name="Version">Its id.</param>
/// <param name="Session">The session that made it.</param>
/// <param name="Task">The task whose lessons it learned.</param>
/// <param name="MeasuredAt">When it was measured.</param>
/// <param name="Scores">How well it answers each task's lessons, in the order of the tasks; null for tasks that came later, or none of whose lessons are left.</param>
/// <param name="Anchors">What it kept of what it knew before the first lesson: bits a byte on each set of held-out anchors.</param>
/// <param name="Plasticity">How quickly it learned.</param>
/// <param name="Metrics">What follows from all scores so far; null where nothing was asked.</param>
[GenerateSerializer, Immutable, Alias("samantha.measured-version")]
public sealed record MeasuredVersion(
    [property: Id(0)] string Version,
    [property: Id(1)] long Session,
    [property: Id(2)] int Task,
    [property: Id(3)] DateTimeOffset MeasuredAt,
    [property: Id(4)] IReadOnlyList<TaskScore?> Scores,
    [property: Id(5)] IReadOnlyDictionary<string, double> Anchors,
    [property: Id(6)] Plasticity Plasticity,
    [property: Id(7)] StreamMetrics? Metrics);
