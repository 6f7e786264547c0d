using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Measurement;
using Samantha.Grains.Measurement;

namespace Samantha.Grains.Tests.Measurement;

public sealed class LiveStreamTests
{
    private const int Asked = 20;

    // Task 1 in two versions, task 2 in two, task 3 in one; what each of them answers rightly of each task.
    private static readonly MeasurementState State = Stream(
        [(0, 0), (2, 4), (1, 7)],
        (1, [10]), (1, [18]), (2, [8, 16]), (2, [14, 20]), (3, [12, 18, 15]));

    [Fact]
    public void Metrics_StreamByHand_AreThoseOfTheDefinitions()
    {
        var metrics = LiveStream.Metrics(State, 5)!;

        metrics.Accuracy.ShouldBe((12 + 18 + 15) / 60.0, 1e-12);
        metrics.BackwardTransfer!.Value.ShouldBe(((12 - 18) + (18 - 20)) / 40.0, 1e-12);
        metrics.ForwardTransfer!.Value.ShouldBe(((4 - 2) + (7 - 1)) / 40.0, 1e-12);
        metrics.Forgetting!.Value.ShouldBe(((18 - 12) + (20 - 18)) / 40.0, 1e-12);
        metrics.Anytime.ShouldBe((10 / 20.0 + 18 / 20.0 + 24 / 40.0 + 34 / 40.0 + 45 / 60.0) / 5, 1e-12);
        // From 18 to 8 of 20 while task 2 began; to 14 at its end.
        metrics.StabilityGap!.Value.ShouldBe(10 / 20.0, 1e-12);
    }

    [Fact]
    public void Metrics_FirstTask_HaveNothingToTransferOrForget()
    {
        var metrics = LiveStream.Metrics(State, 2)!;

        metrics.Accuracy.ShouldBe(18 / 20.0, 1e-12);
        metrics.Anytime.ShouldBe(14 / 20.0, 1e-12);
        new[] { metrics.BackwardTransfer, metrics.ForwardTransfer, metrics.Forgetting, metrics.StabilityGap }.ShouldAllBe(value => value == null);
    }

    [Fact]
    public void Metrics_TaskThatMayNotBeAskedForAnyMore_IsLeftOut()
    {
        var rows = State.Rows.SetItem(4, State.Rows[4] with { Scores = State.Rows[4].Scores.Remove(2) });

        var metrics = LiveStream.Metrics(State with { Rows = rows }, 5)!;

        metrics.Accuracy.ShouldBe((12 + 15) / 40.0, 1e-12);
        metrics.BackwardTransfer!.Value.ShouldBe((12 - 14) / 20.0, 1e-12);
    }

    [Fact]
    public void Metrics_NothingAsked_AreNone() =>
        LiveStream.Metrics(State with { Rows = [State.Rows[0] with { Scores = ImmutableSortedDictionary<int, TaskScore>.Empty }] }, 1).ShouldBeNull();

    /// <summary>Whatever was not measured, because it was forgotten, given up or merged: there are metrics, and they are shares.</summary>
    [Fact]
    public void Metrics_AnyGaps_StayInTheirBounds() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Task, (byte Of, byte Right)[] Scores)[]>(),
        entries =>
        {
            var last = 1;
            var rows = entries.Index().Select(entry => Row(entry.Index + 1, last = Math.Min(5, Math.Max(last, entry.Item.Task % 6)), entry.Item.Scores
                .Select(score => (Of: score.Of % last + 1, Right: score.Right % (Asked + 1))).DistinctBy(score => score.Of))).ToImmutableArray();
            var state = Stream([(1, 2), (0, 4), (2, 3), (5, 5), (1, 1)]) with { Rows = rows };
            for (var count = 1; count <= rows.Length; count++)
            {
                if (LiveStream.Metrics(state, count) is not { } metrics)
                {
                    rows[count - 1].Scores.ShouldBeEmpty();
                    continue;
                }

                metrics.Accuracy.ShouldBeInRange(0, 1);
                metrics.Anytime.ShouldBeInRange(0, 1);
                (metrics.StabilityGap ?? 0).ShouldBeInRange(0, 1);
                foreach (var value in new[] { metrics.BackwardTransfer, metrics.ForwardTransfer, metrics.Forgetting })
                    (value ?? 0).ShouldBeInRange(-1, 1);
            }
        }).QuickCheckThrowOnFailure();

    private static MeasurementState Stream((int Untaught, int Before)[] tasks, params (int Task, int[] Right)[] rows) => new()
    {
        Tasks = [.. tasks.Index().Select(task => new MeasuredTask(task.Index + 1, 1, 1, Asked, Score(task.Item.Untaught), Score(task.Item.Before)))],
        Rows = [.. rows.Index().Select(row => Row(row.Index + 1, row.Item.Task, row.Item.Right.Index().Select(right => (right.Index + 1, right.Item))))],
    };

    private static MeasurementRow Row(long session, int task, IEnumerable<(int Task, int Right)> scores) => new(
        $"v{session}", session, task, DateTimeOffset.UnixEpoch, scores.ToImmutableSortedDictionary(score => score.Task, score => Score(score.Right)),
        ImmutableSortedDictionary<string, double>.Empty, new Plasticity(1, 1, 1));

    private static TaskScore Score(int right) => new(Asked, right, 1);
}
