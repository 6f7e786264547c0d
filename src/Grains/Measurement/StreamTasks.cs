using System.Collections.Immutable;
using Samantha.Grains.Training;

namespace Samantha.Grains.Measurement;

/// <summary>
/// Divides the stream into tasks. A live stream has no borders: here a task is the lessons of successive sessions until there
/// are enough, so that a task has several versions and what happens within it can be seen. What is kept is bounded: a fair
/// sample of each task's lessons, and the oldest tasks are one.
/// </summary>
public static class StreamTasks
{
    /// <summary>With the lessons of a session that was promoted.</summary>
    /// <param name="tasks">The tasks so far, oldest first.</param>
    /// <param name="session">The session, later than all before.</param>
    /// <param name="lessons">What it learned.</param>
    /// <param name="options">How much is kept.</param>
    public static ImmutableArray<StreamTask> With(
        this ImmutableArray<StreamTask> tasks, long session, IReadOnlyCollection<TaughtLesson> lessons, MeasurementOptions options)
    {
        if (lessons.Count == 0)
            return tasks;
        // What is taught anew has another answer now.
        var renewed = lessons.Select(lesson => lesson.Key).ToHashSet(StringComparer.Ordinal);
        var next = tasks.Without(lesson => renewed.Contains(lesson.Key));
        var open = next is [.., var last] && last.Lessons < options.TaskLessons ? last : null;
        var begun = open ?? new StreamTask((tasks is [.., var latest] ? latest.Id : 0) + 1, session, session, 0, []);
        var grown = begun with
        {
            LastSession = session,
            Lessons = begun.Lessons + lessons.Count,
            Probes = Sample([.. begun.Probes, .. lessons.Select(lesson => new StreamProbe(lesson, session))], options.MostProbes),
        };
        next = open is null ? next.Add(grown) : next.SetItem(next.Length - 1, grown);
        return next.Length > options.MostTasks ? [Merge(next[0], next[1], options), .. next[2..]] : next;
    }

    /// <summary>Without lessons that no longer hold, or may no longer be known.</summary>
    public static ImmutableArray<StreamTask> Without(this ImmutableArray<StreamTask> tasks, Predicate<TaughtLesson> dropped) =>
        tasks.Any(task => task.Probes.Any(probe => dropped(probe.Lesson)))
            ? [.. tasks.Select(task => task with { Probes = task.Probes.RemoveAll(probe => dropped(probe.Lesson)) })]
            : tasks;

    private static StreamTask Merge(StreamTask older, StreamTask newer, MeasurementOptions options) => newer with
    {
        FirstSession = older.FirstSession,
        Lessons = older.Lessons + newer.Lessons,
        Probes = Sample(older.Probes.AddRange(newer.Probes), options.MostProbes),
    };

    // The least of a pseudo-random number that each lesson has once and for all: a fair sample, whatever is added to it when.
    private static ImmutableArray<StreamProbe> Sample(ImmutableArray<StreamProbe> probes, int most) => probes.Length <= most
        ? probes
        : [.. probes.OrderBy(probe => new Samantha.Training.Data.SplitMix64(probe.Lesson.Position).Next()).Take(most).OrderBy(probe => probe.Lesson.Position)];
}
