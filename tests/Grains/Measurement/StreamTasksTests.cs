using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Grains.Measurement;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Measurement;

public sealed class StreamTasksTests
{
    private static readonly MeasurementOptions Options = new() { TaskLessons = 3, MostTasks = 4, MostProbes = 3 };

    private static readonly Arbitrary<int[]> Sessions = Gen.ArrayOf(Gen.Choose(1, 6)).ToArbitrary();

    [Fact]
    public void With_SmallSessions_FillATaskAndThenBeginAnother()
    {
        var tasks = Stream(2, 1, 5, 1);

        tasks.Select(task => (task.Id, task.FirstSession, task.LastSession, task.Lessons)).ShouldBe([(1, 1, 2, 3), (2, 3, 3, 5), (3, 4, 4, 1)]);
        tasks[0].Probes.Select(probe => probe.Session).ShouldBe([1, 1, 2]);
    }

    [Fact]
    public void With_AnyStream_KeepsWhatIsBoundedOfWholeSessionsInOrder() => Prop.ForAll(Sessions, sessions =>
    {
        var tasks = Stream(sessions);

        tasks.Length.ShouldBeLessThanOrEqualTo(Options.MostTasks);
        tasks.Sum(task => task.Lessons).ShouldBe(sessions.Sum());
        tasks.Select(task => task.Id).ShouldBe(tasks.Select(task => task.Id).Order());
        tasks.SelectMany(task => Enumerable.Range((int)task.FirstSession, (int)(task.LastSession - task.FirstSession + 1))).ShouldBe(Enumerable.Range(1, sessions.Length));
        tasks.ShouldAllBe(task => task.Probes.Length == Math.Min(task.Lessons, Options.MostProbes));
        tasks.ShouldAllBe(task => task.Probes.All(probe => task.FirstSession <= probe.Session && probe.Session <= task.LastSession));
    }).QuickCheckThrowOnFailure();

    /// <summary>Whichever tasks were merged when: what is asked for of a task is what a sample of all its lessons at once would be.</summary>
    [Fact]
    public void With_AnyStream_SamplesATaskFairly() => Prop.ForAll(Sessions, sessions =>
    {
        foreach (var task in Stream(sessions))
        {
            var all = Lessons(sessions).SelectMany(session => session).Where(lesson => task.FirstSession <= lesson.Author && lesson.Author <= task.LastSession).ToList();
            var atOnce = ImmutableArray<StreamTask>.Empty.With(1, all, Options);
            task.Probes.Select(probe => probe.Lesson).ShouldBe(atOnce[0].Probes.Select(probe => probe.Lesson));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_LessonTaughtAnew_IsAskedForAsItIsNow()
    {
        var tasks = Stream(3).With(2, [Lesson(1, 2) with { Position = 99, Answer = "another" }], Options);

        tasks[0].Probes.Select(probe => probe.Lesson.Position).ShouldBe([0, 1]);
        tasks[1].Probes.ShouldHaveSingleItem().Lesson.Answer.ShouldBe("another");
    }

    [Fact]
    public void Without_ForgottenLessons_KeepsTheTaskAndNoneOfThem()
    {
        var tasks = Stream(3, 3).Without(lesson => lesson.Author == 1);

        tasks.Select(task => (task.Lessons, task.Probes.Length)).ShouldBe([(3, 0), (3, 3)]);
    }

    [Fact]
    public void Without_NothingDropped_IsTheSame()
    {
        var tasks = Stream(3, 3);
        tasks.Without(_ => false).ShouldBe(tasks);
    }

    private static ImmutableArray<StreamTask> Stream(params int[] sessions) =>
        Lessons(sessions).Index().Aggregate(ImmutableArray<StreamTask>.Empty, (tasks, session) => tasks.With(session.Index + 1, session.Item, Options));

    // The author of a lesson is its session.
    private static IEnumerable<TaughtLesson[]> Lessons(int[] sessions)
    {
        var position = 0;
        return [.. sessions.Index().Select(session => Enumerable.Range(0, session.Item).Select(_ => Lesson(session.Index + 1, position++)).ToArray())];
    }

    private static TaughtLesson Lesson(long author, int position) => new($"key {position}", position, author, LessonKind.Correction, $"question {position}", $"answer {position}");
}
