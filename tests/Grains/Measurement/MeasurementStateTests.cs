using System.Collections.Immutable;
using Samantha.Contracts.Measurement;
using Samantha.Grains.Measurement;

namespace Samantha.Grains.Tests.Measurement;

public sealed class MeasurementStateTests
{
    [Fact]
    public void Following_MergedTasks_AddsWhatWasMeasuredOfBoth()
    {
        var state = Measured(Task(1, 1, 1), Task(2, 2, 2)) with { Rows = [Row(1, 1, (1, 2, 1))] };
        state = state.With(Row(2, 2, (1, 2, 2), (2, 6, 3)), new TaskScore(6, 0, 4), new TaskScore(6, 1, 3), most: 9);

        var merged = state.Following([Task(2, 1, 2), Task(3, 3, 3)]);

        merged.Tasks.Select(task => (task.Id, task.FirstSession, task.LastSession)).ShouldBe([(2, 1, 2), (3, 3, 3)]);
        merged.Tasks[0].Untaught.ShouldBe(new TaskScore(6, 0, 4));
        merged.Tasks[0].Before.ShouldBe(new TaskScore(6, 1, 3));
        merged.Rows.Select(row => row.Task).ShouldBe([2, 2]);
        merged.Rows[1].Scores.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(2, new TaskScore(8, 5, 1)));
    }

    [Fact]
    public void With_MoreThanAreKept_LetsGoOfTheOldestWithinTasksFirst()
    {
        var state = Measured(Task(1, 1, 3), Task(2, 4, 6));
        for (var session = 1; session <= 6; session++)
            state = state.With(Row(session, session <= 3 ? 1 : 2), null, null, most: 4);

        state.Rows.Select(row => row.Session).ShouldBe([3, 4, 5, 6]);
        state.With(Row(7, 3), null, null, most: 2).Rows.Select(row => row.Session).ShouldBe([6, 7]);
        state.LastSession.ShouldBe(6);
    }

    private static MeasurementState Measured(params StreamTask[] tasks) => new MeasurementState().Following(tasks);

    private static StreamTask Task(int id, long first, long last) => new(id, first, last, 3, []);

    private static MeasurementRow Row(long session, int task, params (int Task, int Asked, int Right)[] scores) => new(
        $"v{session}", session, task, DateTimeOffset.UnixEpoch, scores.ToImmutableSortedDictionary(score => score.Task, score => new TaskScore(score.Asked, score.Right, 1)),
        ImmutableSortedDictionary<string, double>.Empty, new Plasticity(1, 1, 1));
}
