using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Measurement;

namespace Samantha.Grains.Measurement;

/// <summary>What was measured of a version.</summary>
/// <param name="Version">Its id.</param>
/// <param name="Session">The session that made it.</param>
/// <param name="Task">The id of the task whose lessons it learned.</param>
/// <param name="MeasuredAt">When it was measured.</param>
/// <param name="Scores">How well it answers tasks, by id; those of which nothing was asked are left out.</param>
/// <param name="Anchors">Bits a byte on held-out anchors, by set.</param>
/// <param name="Plasticity">How quickly it learned.</param>
[GenerateSerializer, Immutable, Alias("samantha.measurement-row")]
internal sealed record MeasurementRow(
    [property: Id(0)] string Version,
    [property: Id(1)] long Session,
    [property: Id(2)] int Task,
    [property: Id(3)] DateTimeOffset MeasuredAt,
    [property: Id(4)] ImmutableSortedDictionary<int, TaskScore> Scores,
    [property: Id(5)] ImmutableSortedDictionary<string, double> Anchors,
    [property: Id(6)] Plasticity Plasticity);
