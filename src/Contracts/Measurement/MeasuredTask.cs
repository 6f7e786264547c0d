using Orleans;

namespace Samantha.Contracts.Measurement;

/// <summary>A task of the live stream: the lessons of some successive sessions, until there were enough of them.</summary>
/// <param name="Id">Counts tasks from 1. A task that an older one was merged into keeps its own.</param>
/// <param name="FirstSession">The session that it began with.</param>
/// <param name="LastSession">The last session so far.</param>
/// <param name="Lessons">How many lessons it showed.</param>
/// <param name="Untaught">How well its lessons were answered by the version that was imported, before anything was taught; the baseline of forward transfer.</param>
/// <param name="Before">How well they were answered just before each was learned.</param>
[GenerateSerializer, Immutable, Alias("samantha.measured-task")]
public sealed record MeasuredTask(
    [property: Id(0)] int Id,
    [property: Id(1)] long FirstSession,
    [property: Id(2)] long LastSession,
    [property: Id(3)] int Lessons,
    [property: Id(4)] TaskScore? Untaught,
    [property: Id(5)] TaskScore? Before);
