using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;
using Samantha.Grains.Measurement;

namespace Samantha.Grains.Training;

/// <summary>What the trainer remembers. Lessons are in one place at a time: waiting, in the running session, or learned.</summary>
[GenerateSerializer, Immutable, Alias("samantha.trainer-state")]
internal sealed record TrainerState
{
    private const int MostSessions = 100;
    private const int MostDisliked = 256;

    /// <summary>The last log position that was read.</summary>
    [Id(0)]
    public long Position { get; init; }

    /// <summary>Lessons for the next session, oldest first.</summary>
    [Id(1)]
    public ImmutableArray<TaughtLesson> Waiting { get; init; } = [];

    /// <summary>Lessons that a served version learned from, oldest first; for rehearsal. The next session drops those beyond its memory.</summary>
    [Id(2)]
    public ImmutableArray<TaughtLesson> Learned { get; init; } = [];

    /// <summary>How many lessons were learned ever.</summary>
    [Id(3)]
    public int LearnedCount { get; init; }

    /// <summary>How many judged interactions were kept out, by reason.</summary>
    [Id(4)]
    public ImmutableSortedDictionary<string, int> Excluded { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The session under way, if one is.</summary>
    [Id(5)]
    public PlannedSession? Running { get; init; }

    /// <summary>Sessions that ended, oldest first.</summary>
    [Id(6)]
    public ImmutableArray<TrainingSession> Ended { get; init; } = [];

    /// <summary>The number of the last session planned.</summary>
    [Id(7)]
    public long LastSession { get; init; }

    /// <summary>The tasks that the stream has shown, oldest first; for measurement.</summary>
    [Id(8)]
    public ImmutableArray<StreamTask> Tasks { get; init; } = [];

    /// <summary>Replies that were rated down, oldest first: each may become half of a pair.</summary>
    [Id(20)]
    public ImmutableArray<TaughtLesson> Disliked { get; init; } = [];

    /// <summary>Lessons that are not learned, because they may be meant to do harm; oldest first, without their words.</summary>
    [Id(21)]
    public ImmutableArray<HeldLesson> Quarantine { get; init; } = [];

    /// <summary>Lessons of the running session that were taken back or taught anew since it began, by their keys.</summary>
    [Id(22)]
    public ImmutableHashSet<string> Overtaken { get; init; } = [];

    /// <summary>The latest making anew of the versions without forgotten users; null before the first.</summary>
    [Id(23)]
    public LineRebuild? Rebuild { get; init; }

    /// <summary>How many of the ledger's acts of operators are in it: an act is noted before it is done, and done again after a crash between.</summary>
    [Id(24)]
    public int Acts { get; init; }

    /// <summary>The state after one more interaction was looked at.</summary>
    public TrainerState After(long position, CurationDecision decision)
    {
        var next = this with { Position = position };
        if (decision is { Lesson: { } lesson, Objection: null })
            next = next.Overtaking(lesson.Key) with { Waiting = [.. Waiting.Where(known => known.Key != lesson.Key), lesson] };
        if (decision.Withdrawn is { } key)
            next = next.Overtaking(key);
        if (decision.RefusedAuthor is { } author)
            next = next.Without(known => known.Author == author);
        if (decision.Objection is { } objection)
            next = next.Counting(objection.Reason);
        if (decision.Disliked is { } disliked)
            next = next with { Disliked = Latest(next.Disliked.Add(disliked), MostDisliked) };
        return next;
    }

    /// <summary>With one more lesson in quarantine, instead of any other on the same matter.</summary>
    public TrainerState Holding(HeldLesson held, int most)
    {
        var next = Without(known => known.Key == held.Lesson.Key);
        return next with { Quarantine = Latest(next.Quarantine.Add(held), most) };
    }

    /// <summary>With a lesson out of quarantine, in its place among those that wait.</summary>
    public TrainerState Releasing(TaughtLesson lesson)
    {
        var next = Without(known => known.Key == lesson.Key);
        return next with { Waiting = [.. next.Waiting.Append(lesson).OrderBy(known => known.Position)] };
    }

    /// <summary>Without lessons that are no longer to be learned, rehearsed or asked for. The running session is not touched.</summary>
    public TrainerState Without(Predicate<TaughtLesson> dropped) => this with
    {
        Waiting = Waiting.RemoveAll(dropped),
        Learned = Learned.RemoveAll(dropped),
        Tasks = Tasks.Without(dropped),
        Disliked = Disliked.RemoveAll(dropped),
        Quarantine = Quarantine.RemoveAll(held => dropped(held.Lesson)),
    };

    /// <summary>With the running session given up, and its lessons waiting again.</summary>
    public TrainerState Abandoning() => Running is { } session
        ? this with { Running = null, Overtaken = [], Waiting = Oldest([.. session.Lessons.Where(IsOpen), .. Waiting]) }
        : this;

    /// <summary>With one more kept out.</summary>
    public TrainerState Counting(string reason) => this with { Excluded = Excluded.SetItem(reason, Excluded.GetValueOrDefault(reason) + 1) };

    /// <summary>With a session under way: its lessons no longer wait, and what is too old to be rehearsed is dropped.</summary>
    public TrainerState Beginning(PlannedSession session, int rehearsalMemory)
    {
        var taken = session.Lessons.Select(lesson => lesson.Key).ToHashSet();
        return this with
        {
            Waiting = Waiting.RemoveAll(lesson => taken.Contains(lesson.Key)),
            Learned = Latest(Learned, rehearsalMemory),
            Running = session,
            Overtaken = [],
            LastSession = session.Id,
        };
    }

    /// <summary>With the running session ended and its lessons where they belong then.</summary>
    public TrainerState Ending(TrainingSession ended, LearningOptions options) =>
        Ending(ended.Outcome, options) with { Ended = Latest(Ended.Add(ended), MostSessions) };

    /// <summary>With the lessons of the running session where they belong when it ends in this way.</summary>
    public TrainerState Ending(SessionOutcome outcome, LearningOptions options)
    {
        var lessons = Running?.Lessons ?? [];
        var open = lessons.RemoveAll(lesson => !IsOpen(lesson));
        var next = this with { Running = null, Overtaken = [] };
        switch (outcome)
        {
            case SessionOutcome.Promoted:
                var replaced = open.Select(lesson => lesson.Key).ToHashSet();
                var learned = Learned.RemoveAll(lesson => replaced.Contains(lesson.Key)).AddRange(open);
                return next with
                {
                    Learned = learned,
                    LearnedCount = LearnedCount + lessons.Length,
                    Tasks = Tasks.With(Running!.Id, open, options.Measurement),
                };
            case SessionOutcome.Rejected:
                foreach (var lesson in open.Where(lesson => lesson.Attempts + 1 >= options.MostAttempts))
                    next = next.Counting("the gate rejected what was learned from it");
                var again = open.Where(lesson => lesson.Attempts + 1 < options.MostAttempts).Select(lesson => lesson with { Attempts = lesson.Attempts + 1 });
                return next with { Waiting = Oldest([.. again, .. Waiting]) };
            default:
                return next with { Waiting = Oldest([.. open, .. Waiting]) };
        }
    }

    // A newer lesson on the same matter may have come meanwhile, or the lesson was taken back.
    private bool IsOpen(TaughtLesson lesson) => !Overtaken.Contains(lesson.Key);

    private TrainerState Overtaking(string key)
    {
        var next = Without(known => known.Key == key);
        return Running is null ? next : next with { Overtaken = Overtaken.Add(key) };
    }

    // A session that failed leaves no trace in what the next one learns.
    private static ImmutableArray<TaughtLesson> Oldest(ImmutableArray<TaughtLesson> lessons) => [.. lessons.OrderBy(lesson => lesson.Position)];

    private static ImmutableArray<T> Latest<T>(ImmutableArray<T> all, int most) => all.Length <= most ? all : all[^most..];
}
