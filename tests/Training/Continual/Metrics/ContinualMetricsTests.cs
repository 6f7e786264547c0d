using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Continual.Metrics;

namespace Samantha.Training.Tests.Continual.Metrics;

public sealed class ContinualMetricsTests
{
    [Fact]
    public void Of_TwoTasks_IsWhatTheDefinitionsSay()
    {
        var metrics = ContinualMetrics.Of(new StreamRecord(
            [[0.9, 0.3], [0.6, 0.8]],
            [0.1, 0.2],
            [new(0, 20, [0.5], false), new(0, 30, [0.9], true), new(1, 40, [0.4, 0.2], false), new(1, 60, [0.6, 0.8], true)],
            TimeSpan.Zero));
        metrics.Accuracy.ShouldBe(0.7, 1e-12);
        metrics.BackwardTransfer.ShouldBe(-0.3, 1e-12);
        metrics.ForwardTransfer.ShouldBe(0.1, 1e-12);
        metrics.Forgetting.ShouldBe(0.3, 1e-12);
        metrics.Anytime.ShouldBe((0.5 + 0.9 + 0.3 + 0.7) / 4, 1e-12);
        metrics.Drop.ShouldBe(0.5, 1e-12);
        metrics.Plasticity.ShouldBe((0.7 + 0.5) / 2, 1e-12);
    }

    [Fact]
    public void Of_AnyStream_StaysInItsBounds() => ForAnyStream(record =>
    {
        var metrics = ContinualMetrics.Of(record);
        double[] shares = [metrics.Accuracy, metrics.Anytime, metrics.Plasticity, metrics.Drop];
        double[] differences = [metrics.BackwardTransfer, metrics.ForwardTransfer, metrics.Forgetting];
        return shares.All(share => share is >= 0 and <= 1) && differences.All(difference => difference is >= -1 and <= 1);
    });

    [Fact]
    public void Of_AnyStream_ForgetsAtLeastWhatItLost() => ForAnyStream(record =>
    {
        var metrics = ContinualMetrics.Of(record);
        return metrics.Forgetting >= -metrics.BackwardTransfer - 1e-12;
    });

    [Fact]
    public void Of_AnyStream_DropsAtLeastAsFarAsOneTasksEndBelowTheLast() => ForAnyStream(record =>
    {
        var drop = ContinualMetrics.Of(record).Drop;
        return Enumerable.Range(1, record.Tasks - 1).All(i =>
            drop >= record.Matrix[i - 1].Take(i).Average() - record.Matrix[i].Take(i).Average() - 1e-12);
    });

    [Fact]
    public void Of_NothingIsEverLost_HasNeitherLossNorDrop() => ForAnyStream(record =>
    {
        var kept = record with
        {
            Matrix = [.. record.Matrix.Select(_ => record.Matrix[0])],
            Looks = [.. record.Looks.Select(look => look with { Accuracy = [.. record.Matrix[0].Take(look.Task + 1)] })],
        };
        var metrics = ContinualMetrics.Of(kept);
        return metrics is { BackwardTransfer: 0, Forgetting: 0 } && metrics.Drop < 1e-12;
    });

    [Fact]
    public void Of_NoTask_Throws() => Should.Throw<ArgumentException>(() => ContinualMetrics.Of(new StreamRecord([], [], [], TimeSpan.Zero)));

    private static void ForAnyStream(Func<StreamRecord, bool> holds) => Prop.ForAll(Streams().ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static Gen<StreamRecord> Streams() =>
        from tasks in Gen.Choose(1, 5)
        from values in Gen.Choose(0, 100).ArrayOf((tasks + 1) * tasks + 2 * tasks * tasks)
        select Stream(tasks, new Queue<double>(values.Select(value => value / 100.0)));

    private static StreamRecord Stream(int tasks, Queue<double> values)
    {
        double[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => values.Dequeue())];
        var untrained = Next(tasks);
        List<IReadOnlyList<double>> matrix = [.. Enumerable.Range(0, tasks).Select(_ => Next(tasks))];
        var looks = Enumerable.Range(0, tasks).SelectMany(task => new[]
        {
            new StreamLook(task, 2 * task + 1, Next(task + 1), false),
            new StreamLook(task, 2 * task + 2, [.. matrix[task].Take(task + 1)], true),
        });
        return new StreamRecord(matrix, untrained, [.. looks], TimeSpan.Zero);
    }
}
