using System.Collections.Immutable;
using Orleans;

namespace Samantha.Grains.Training;

/// <summary>A training session, stored before it starts: run again, it does the same.</summary>
/// <param name="Id">Counts sessions from 1.</param>
/// <param name="StartedAt">When it was planned.</param>
/// <param name="Parent">The version it starts from.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Lessons">What it learns.</param>
/// <param name="Rehearsed">What it rehearses.</param>
[GenerateSerializer, Immutable, Alias("samantha.planned-session")]
internal sealed record PlannedSession(
    [property: Id(0)] long Id,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] string Parent,
    [property: Id(3)] long Seed,
    [property: Id(4)] ImmutableArray<TaughtLesson> Lessons,
    [property: Id(5)] ImmutableArray<TaughtLesson> Rehearsed);
