using System.Collections.Immutable;
using Orleans;

namespace Samantha.Grains.Measurement;

/// <summary>A task that the stream has shown.</summary>
/// <param name="Id">Counts tasks from 1.</param>
/// <param name="FirstSession">The session that it began with.</param>
/// <param name="LastSession">The last session so far.</param>
/// <param name="Lessons">How many lessons it showed.</param>
/// <param name="Probes">Those of them that are asked for; a lesson that is taken back or forgotten is not.</param>
[GenerateSerializer, Immutable, Alias("samantha.stream-task")]
public sealed record StreamTask(
    [property: Id(0)] int Id,
    [property: Id(1)] long FirstSession,
    [property: Id(2)] long LastSession,
    [property: Id(3)] int Lessons,
    [property: Id(4)] ImmutableArray<StreamProbe> Probes);
