using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class TrainerStateTests
{
    private static readonly LearningOptions Options = new() { MostLessonsPerAuthor = 2, MostLessons = 5, RehearsalMemory = 4, MostRehearsed = 3, MostAttempts = 2 };

    [Fact]
    public void Plan_OneAuthorWithMany_TakesNoMoreThanTheCap()
    {
        var state = Waiting((1, 10), (2, 1));
        var planned = SessionPlanner.Plan(state, "v1", DateTimeOffset.UnixEpoch, Options)!;

        planned.Lessons.Count(lesson => lesson.Author == 1).ShouldBe(2);
        planned.Lessons.Count(lesson => lesson.Author == 2).ShouldBe(1);
        state.Beginning(planned).Waiting.Length.ShouldBe(8);
    }

    [Fact]
    public void Plan_NothingWaits_IsNull() =>
        SessionPlanner.Plan(new TrainerState(), "v1", DateTimeOffset.UnixEpoch, Options).ShouldBeNull();

    [Fact]
    public void Plan_SameState_IsTheSamePlan()
    {
        var state = Waiting((1, 3)) with { Learned = [.. Enumerable.Range(0, 20).Select(i => Lesson(9, i))] };
        var one = SessionPlanner.Plan(state, "v1", DateTimeOffset.UnixEpoch, Options)!;
        var other = SessionPlanner.Plan(state, "v1", DateTimeOffset.UnixEpoch, Options)!;

        other.Rehearsed.ShouldBe(one.Rehearsed);
        one.Rehearsed.Length.ShouldBe(3);
    }

    [Fact]
    public void Ending_Promoted_KeepsTheLatestForRehearsal()
    {
        var state = Waiting((1, 2)) with { Learned = [.. Enumerable.Range(0, 4).Select(i => Lesson(9, i))] };
        var ended = End(state, SessionOutcome.Promoted);

        ended.Learned.Length.ShouldBe(4);
        ended.Learned.TakeLast(2).Select(lesson => lesson.Author).ShouldBe([1, 1]);
        ended.LearnedCount.ShouldBe(2);
        ended.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public void Ending_RejectedTooOften_GivesUp()
    {
        var once = End(Waiting((1, 1)), SessionOutcome.Rejected);
        once.Waiting.ShouldHaveSingleItem().Attempts.ShouldBe(1);
        var twice = End(once, SessionOutcome.Rejected);
        twice.Waiting.ShouldBeEmpty();
        twice.Excluded.Values.Sum().ShouldBe(1);
    }

    [Fact]
    public void Ending_NewerLessonCameMeanwhile_TheNewerWaits()
    {
        var state = Waiting((1, 1));
        var planned = SessionPlanner.Plan(state, "v1", DateTimeOffset.UnixEpoch, Options)!;
        var running = state.Beginning(planned).After(50, new CurationDecision(planned.Lessons[0] with { Position = 50, Answer = "newer" }));
        var ended = running.Ending(Session(planned, SessionOutcome.Failed), Options);

        ended.Waiting.ShouldHaveSingleItem().Answer.ShouldBe("newer");
    }

    [Fact]
    public void After_RefusedAuthor_DropsTheirLessonsAlone()
    {
        var state = Waiting((1, 2), (2, 1)) with { Learned = [Lesson(1, 90), Lesson(2, 91)] };
        var next = state.After(60, new CurationDecision(RefusedAuthor: 1));

        next.Waiting.ShouldAllBe(lesson => lesson.Author == 2);
        next.Learned.ShouldAllBe(lesson => lesson.Author == 2);
    }

    /// <summary>However sessions end, a lesson is in one place only, and none is lost unless it was learned or given up.</summary>
    [Fact]
    public void Ending_AnyOutcomes_KeepsEveryLessonInOnePlace() => Prop.ForAll(
        Gen.Elements(SessionOutcome.Promoted, SessionOutcome.Rejected, SessionOutcome.Failed).ListOf().ToArbitrary(),
        outcomes =>
        {
            var options = Options with { RehearsalMemory = 1_000 };
            var state = Waiting((1, 4), (2, 3));
            foreach (var outcome in outcomes)
            {
                if (SessionPlanner.Plan(state, "v1", DateTimeOffset.UnixEpoch, options) is not { } planned)
                    break;
                state = state.Beginning(planned).Ending(Session(planned, outcome), options);
                var keys = state.Waiting.Concat(state.Learned).Select(lesson => lesson.Key).ToList();
                keys.ShouldBeUnique();
                (keys.Count + state.Excluded.Values.Sum()).ShouldBe(7);
            }
        }).QuickCheckThrowOnFailure();

    private static TrainerState End(TrainerState state, SessionOutcome outcome)
    {
        var planned = SessionPlanner.Plan(state, "v1", DateTimeOffset.UnixEpoch, Options)!;
        return state.Beginning(planned).Ending(Session(planned, outcome), Options);
    }

    private static TrainerState Waiting(params (long Author, int Count)[] authors)
    {
        var position = 0;
        return new TrainerState
        {
            Waiting = [.. authors.SelectMany(author => Enumerable.Range(0, author.Count).Select(_ => Lesson(author.Author, position++)))],
        };
    }

    private static TaughtLesson Lesson(long author, int position) =>
        new($"turn {author} t{position}", position, author, LessonKind.Correction, $"question {position}", "answer");

    private static TrainingSession Session(PlannedSession planned, SessionOutcome outcome) => new(
        planned.Id, planned.StartedAt, planned.StartedAt, planned.Parent, null, planned.Lessons.Length, 0, outcome, null, new Dictionary<string, double>(), []);
}
