using System.Collections.Immutable;

namespace Samantha.Grains.Training;

/// <summary>Chooses what a session learns and rehearses.</summary>
internal static class SessionPlanner
{
    /// <summary>The next session, or null if no lesson waits.</summary>
    public static PlannedSession? Plan(TrainerState state, string parent, DateTimeOffset now, LearningOptions options)
    {
        var lessons = Capped(state.Waiting, options);
        if (lessons.IsEmpty)
            return null;
        var id = state.LastSession + 1;
        var seed = unchecked(options.Seed * 1_000_003 + id);
        return new PlannedSession(id, now, parent, seed, lessons, Rehearsed(state, lessons, seed, options.MostRehearsed));
    }

    /// <summary>
    /// The oldest lessons, but no more of one author than the cap: no one outweighs the others. What was rejected is tried again
    /// by itself and after what is new, so that it takes no other lesson with it.
    /// </summary>
    private static ImmutableArray<TaughtLesson> Capped(ImmutableArray<TaughtLesson> waiting, LearningOptions options)
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

    private static ImmutableArray<TaughtLesson> Rehearsed(TrainerState state, ImmutableArray<TaughtLesson> lessons, long seed, int most)
    {
        var renewed = lessons.Select(lesson => lesson.Key).ToHashSet();
        var known = state.Learned.Where(lesson => !renewed.Contains(lesson.Key)).ToArray();
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(known);
        return [.. known.Take(most)];
    }
}
