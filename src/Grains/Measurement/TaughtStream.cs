using System.Collections.Immutable;
using Orleans;

namespace Samantha.Grains.Measurement;

/// <summary>The stream as the trainer knows it now.</summary>
/// <param name="IsResting">Whether no session is under way.</param>
/// <param name="LastEnded">The last session that ended; 0 before the first.</param>
/// <param name="Tasks">The tasks, oldest first.</param>
[GenerateSerializer, Immutable, Alias("samantha.taught-stream")]
public sealed record TaughtStream(
    [property: Id(0)] bool IsResting,
    [property: Id(1)] long LastEnded,
    [property: Id(2)] ImmutableArray<StreamTask> Tasks)
{
    /// <summary>The probes of a task that are still among these.</summary>
    public IReadOnlyList<StreamProbe> StillThere(IEnumerable<StreamProbe> probes)
    {
        var there = Tasks.SelectMany(task => task.Probes).Select(probe => probe.Lesson.Position).ToHashSet();
        return [.. probes.Where(probe => there.Contains(probe.Lesson.Position))];
    }
}
