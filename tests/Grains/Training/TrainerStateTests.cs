using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class TrainerStateTests
{
    private static readonly LearningOptions Options = new() { MostLessonsPerAuthor = 2, MostLessons = 5, RehearsalMemory = 4, MostRehearsed = 3, MostAttempts = 2 };

    private static readonly LearningOptions Remembering = Options with { RehearsalMemory = 100 };

    private static readonly ModelVersion Parent = ParentOf("aa");

    [Fact]
    public void Plan_OneAuthorWithMany_TakesNoMoreThanTheCap()
    {
        var state = Waiting((1, 10), (2, 1));
        var planned = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;

        planned.Lessons.Count(lesson => lesson.Author == 1).ShouldBe(2);
        planned.Lessons.Count(lesson => lesson.Author == 2).ShouldBe(1);
        state.Beginning(planned, Options.RehearsalMemory).Waiting.Length.ShouldBe(8);
    }

    [Fact]
    public void Plan_NothingWaits_IsNull() =>
        SessionPlanner.Plan(new TrainerState(), Parent, DateTimeOffset.UnixEpoch, Options).ShouldBeNull();

    [Fact]
    public void Plan_SameState_IsTheSamePlan()
    {
        var state = Waiting((1, 3)) with { Learned = [.. Enumerable.Range(0, 20).Select(i => Lesson(9, i))] };
        var one = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;
        var other = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;

        other.Rehearsed.ShouldBe(one.Rehearsed);
        one.Rehearsed.Length.ShouldBe(3);
    }

    /// <summary>Neither a position nor an author's or a session's number decides: another history has others.</summary>
    [Fact]
    public void Plan_OtherPositionsAuthorsAndNumbers_IsTheSameSession()
    {
        var state = Waiting((1, 2)) with { Learned = [.. Enumerable.Range(0, 20).Select(i => Lesson(9, i))] };
        var other = state with
        {
            LastSession = 41,
            Position = 90,
            Waiting = [.. state.Waiting.Select(Moved)],
            Learned = [.. state.Learned.Reverse().Select(Moved)],
        };
        var one = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Remembering)!;
        var two = SessionPlanner.Plan(other, Parent with { Id = "v7-aa" }, DateTimeOffset.UnixEpoch, Remembering)!;

        two.Seed.ShouldBe(one.Seed);
        two.Digest.ShouldBe(one.Digest);
        two.Rehearsed.Select(lesson => lesson.Prompt).ShouldBe(one.Rehearsed.Select(lesson => lesson.Prompt));
        SessionPlanner.Plan(state, ParentOf("bb"), DateTimeOffset.UnixEpoch, Remembering)!.Seed.ShouldNotBe(one.Seed);
        SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Remembering with { Seed = 2 })!.Seed.ShouldNotBe(one.Seed);

        static TaughtLesson Moved(TaughtLesson lesson) => lesson with { Key = "x" + lesson.Key, Position = lesson.Position + 100, Author = lesson.Author + 5, Trace = "00-1" };
    }

    /// <summary>Whatever is taken away, the others are rehearsed as before: only their places are filled.</summary>
    [Fact]
    public void Plan_SomeNeverLearned_KeepsTheChoiceAmongTheOthers() => Prop.ForAll(
        Gen.Choose(0, 19).ListOf().ToArbitrary(),
        gone =>
        {
            var state = Waiting((1, 1)) with { Learned = [.. Enumerable.Range(0, 20).Select(i => Lesson(9, i))] };
            var without = state with { Learned = state.Learned.RemoveAll(lesson => gone.Contains((int)lesson.Position)) };
            var chosen = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Remembering)!.Rehearsed.Where(lesson => !gone.Contains((int)lesson.Position));

            SessionPlanner.Plan(without, Parent, DateTimeOffset.UnixEpoch, Remembering)!.Rehearsed.Take(chosen.Count()).ShouldBe(chosen);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ending_LessonTakenBackMeanwhile_IsNeitherLearnedNorWaiting()
    {
        var state = Waiting((1, 2));
        var planned = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;
        var running = state.Beginning(planned, Options.RehearsalMemory).After(50, new CurationDecision(Withdrawn: planned.Lessons[0].Key));

        running.Ending(Session(planned, SessionOutcome.Promoted), Options).Learned.ShouldHaveSingleItem().ShouldBe(planned.Lessons[1]);
        running.Abandoning().Waiting.ShouldHaveSingleItem().ShouldBe(planned.Lessons[1]);
    }

    /// <summary>What is read while a session runs may as well be read after it: a replay does.</summary>
    [Fact]
    public void Ending_RecordsCameMeanwhile_IsAsIfTheyCameAfterwards() => Prop.ForAll(
        Gen.Elements(SessionOutcome.Promoted, SessionOutcome.Rejected, SessionOutcome.Failed).ToArbitrary(),
        Gen.Choose(0, 11).ListOf().ToArbitrary(),
        (outcome, records) =>
        {
            var state = Waiting((1, 4), (2, 3)) with { Learned = [Lesson(9, 90)] };
            var planned = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;
            TrainerState Read(TrainerState from) => records.Index().Aggregate(from, (next, record) => next.After(100 + record.Index, Decision(record.Item, 100 + record.Index)));
            var during = Read(state.Beginning(planned, Options.RehearsalMemory)).Ending(outcome, Options);
            var after = Read(state.Beginning(planned, Options.RehearsalMemory).Ending(outcome, Options));

            during.Waiting.ShouldBe(after.Waiting);
            during.Learned.ShouldBe(after.Learned);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ending_Promoted_KeepsTheLatestForRehearsal()
    {
        var state = Waiting((1, 4)) with { Learned = [.. Enumerable.Range(10, 4).Select(i => Lesson(9, i))] };
        var ended = End(state, SessionOutcome.Promoted);

        ended.Learned.TakeLast(2).Select(lesson => lesson.Author).ShouldBe([1, 1]);
        ended.LearnedCount.ShouldBe(2);
        var next = SessionPlanner.Plan(ended, Parent, DateTimeOffset.UnixEpoch, Options)!;
        // Four are remembered, of which two are the first two of before.
        next.Rehearsed.ShouldBeSubsetOf(ended.Learned.TakeLast(4));
        ended.Beginning(next, Options.RehearsalMemory).Learned.ShouldBe(ended.Learned.TakeLast(4));
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
        var planned = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;
        var running = state.Beginning(planned, Options.RehearsalMemory).After(50, new CurationDecision(planned.Lessons[0] with { Position = 50, Answer = "newer" }));
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
                if (SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, options) is not { } planned)
                    break;
                state = state.Beginning(planned, options.RehearsalMemory).Ending(Session(planned, outcome), options);
                var keys = state.Waiting.Concat(state.Learned).Select(lesson => lesson.Key).ToList();
                keys.ShouldBeUnique();
                (keys.Count + state.Excluded.Values.Sum()).ShouldBe(7);
            }
        }).QuickCheckThrowOnFailure();

    private static TrainerState End(TrainerState state, SessionOutcome outcome)
    {
        var planned = SessionPlanner.Plan(state, Parent, DateTimeOffset.UnixEpoch, Options)!;
        return state.Beginning(planned, Options.RehearsalMemory).Ending(Session(planned, outcome), Options);
    }

    private static TrainerState Waiting(params (long Author, int Count)[] authors)
    {
        var position = 0;
        return new TrainerState
        {
            Position = 99,
            Waiting = [.. authors.SelectMany(author => Enumerable.Range(0, author.Count).Select(_ => Lesson(author.Author, position++)))],
        };
    }

    private static TaughtLesson Lesson(long author, int position) =>
        new($"turn {author} t{position}", position, author, LessonKind.Correction, $"question {position}", "answer");

    // Of one of the first lessons: taught anew, or taken back; or of none.
    private static CurationDecision Decision(int record, int position) => record switch
    {
        < 5 => new CurationDecision(Lesson(1, record) with { Position = position, Answer = "newer" }),
        < 10 => new CurationDecision(Withdrawn: Lesson(1, record - 5).Key),
        _ => CurationDecision.Nothing,
    };

    private static ModelVersion ParentOf(string weights) => new(
        $"v1-{weights}", 1, null, DateTimeOffset.UnixEpoch, "import", 0, new Dictionary<string, double>(), 0, null, ModelStanding.Accepted, null, false, true)
    { Weights = weights };

    private static TrainingSession Session(PlannedSession planned, SessionOutcome outcome) => new(
        planned.Id, planned.StartedAt, planned.StartedAt, planned.Parent, null, planned.Lessons.Length, 0, outcome, null, new Dictionary<string, double>(), []);
}
