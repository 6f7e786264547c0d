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
/// <param name="Digest">SHA-256 over both, in hex.</param>
/// <param name="Through">The log position at which it closed.</param>
/// <param name="Settings">The settings of learning.</param>
/// <param name="Replaces">The version of an earlier line in whose place its version will be; null for most.</param>
[GenerateSerializer, Immutable, Alias("samantha.planned-session")]
internal sealed record PlannedSession(
    [property: Id(0)] long Id,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] string Parent,
    [property: Id(3)] long Seed,
    [property: Id(4)] ImmutableArray<TaughtLesson> Lessons,
    [property: Id(5)] ImmutableArray<TaughtLesson> Rehearsed,
    [property: Id(6)] string Digest,
    [property: Id(7)] long Through,
    [property: Id(8)] ImmutableSortedDictionary<string, string> Settings,
    [property: Id(9)] string? Replaces = null);
