using System.Collections.Immutable;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Training;

/// <summary>
/// Chooses what a session learns and rehearses: a function of the lessons, the parent's weights and the settings. Who is not
/// among the authors changes nothing of the choice among the others' lessons but the room there is.
/// </summary>
internal static class SessionPlanner
{
    /// <summary>The next session, or null if no lesson waits.</summary>
    public static PlannedSession? Plan(TrainerState state, ModelVersion parent, DateTimeOffset now, LearningOptions options)
    {
        var lessons = Next(state.Waiting, options);
        if (lessons.IsEmpty)
            return null;
        var rehearsed = Rehearsed(state, lessons, parent.Weights, options);
        var digest = LessonDigest.Of(lessons, rehearsed);
        return new PlannedSession(
            state.LastSession + 1,
            now,
            parent.Id,
            LessonDigest.Seed(parent.Weights, digest, lessons.Sum(lesson => lesson.Attempts), options.Seed),
            lessons,
            rehearsed,
            digest,
            state.Position,
            LearningSettings.Of(options));
    }

    /// <summary>
    /// The oldest lessons, but no more of one author than the cap: no one outweighs the others. What was rejected is tried again
    /// by itself and after what is new, so that it takes no other lesson with it.
    /// </summary>
    public static ImmutableArray<TaughtLesson> Next(ImmutableArray<TaughtLesson> waiting, LearningOptions options)
    {
        if (waiting.All(lesson => lesson.Attempts > 0))
            return [.. waiting.Take(1)];
        var taken = new Dictionary<long, int>();
        return [.. waiting
            .Where(lesson => lesson.Attempts == 0)
            .Where(lesson =>
            {
                var count = taken.GetValueOrDefault(lesson.Author);
                taken[lesson.Author] = count + 1;
                return count < options.MostLessonsPerAuthor;
            })
            .Take(options.MostLessons)];
    }

    private static ImmutableArray<TaughtLesson> Rehearsed(TrainerState state, ImmutableArray<TaughtLesson> lessons, string parentWeights, LearningOptions options)
    {
        var renewed = lessons.Select(lesson => lesson.Key).ToHashSet();
        var key = $"{parentWeights} {options.Seed}";
        return [.. state.Learned
            .TakeLast(options.RehearsalMemory)
            .Where(lesson => !renewed.Contains(lesson.Key))
            .OrderBy(lesson => LessonDigest.Rank(lesson, key), StringComparer.Ordinal)
            .Take(options.MostRehearsed)];
    }
}
