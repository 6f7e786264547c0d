using Samantha.Training.Continual;
using Samantha.Training.Continual.Benchmarks;
using TorchSharp;

namespace Samantha.Training.Tests.Continual.Benchmarks;

public sealed class StreamRunnerTests
{
    // Samples are classes; task t has the classes 2t and 2t + 1, three samples of each.
    private static readonly StreamTask<int>[] Tasks = [.. Enumerable.Range(0, 3).Select(task => new StreamTask<int>(
        $"task {task}", [.. Enumerable.Range(0, 6).Select(i => 2 * task + i % 2)], [2 * task, 2 * task + 1]))];

    private static readonly StreamOptions Options = new() { Epochs = 2, BatchSize = 4, LookEvery = 3 };

    [Fact]
    public void Run_LearnerOfTheLastTaskAlone_FillsTheMatrixAlongItsDiagonal()
    {
        var record = Run(new Last(), atOnce: false);
        record.Matrix.ShouldBe([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
        record.Untrained.ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void Run_AnyStream_LooksAtRegularUpdatesAndAtEveryEnd()
    {
        var record = Run(new Last(), atOnce: false);
        // Two epochs of two batches a task.
        record.Looks.Select(look => (look.Task, look.Update, look.EndsTask)).ShouldBe(
            [(0, 3, false), (0, 4, true), (1, 6, false), (1, 8, true), (2, 9, false), (2, 12, false), (2, 12, true)]);
        record.Looks.ShouldAllBe(look => look.Accuracy.Count == look.Task + 1);
    }

    [Fact]
    public void Run_Stream_ShowsEverySampleOnceAnEpochAndOnceAtTheEnd()
    {
        var last = new Last();
        Run(last, atOnce: false);
        last.Shown.Order().ShouldBe(Tasks.SelectMany(task => task.Samples.Concat(task.Samples)).Order());
        last.Ended.ShouldBe(Tasks.Select(task => task.Samples.Count));
    }

    [Fact]
    public void Run_AtOnce_ShowsAllTasksAsOne()
    {
        var last = new Last();
        var record = Run(last, atOnce: true);
        last.Ended.ShouldBe([18]);
        record.Matrix.ShouldHaveSingleItem().Count.ShouldBe(3);
    }

    private static Training.Continual.Metrics.StreamRecord Run(Last last, bool atOnce) =>
        new StreamRunner<int>(Tasks, sample => sample, Options, TimeProvider.System).Run(last, last, atOnce);

    // Knows the classes that it was shown since its task began.
    private sealed class Last : IStrategy<int>, IClassifier<int>
    {
        private readonly HashSet<int> known = [];

        public List<int> Shown { get; } = [];

        public List<int> Ended { get; } = [];

        public void Begin(int task) => known.Clear();

        public double Observe(IReadOnlyList<int> batch)
        {
            Shown.AddRange(batch);
            known.UnionWith(batch);
            return 0;
        }

        public void End(int task, IReadOnlyList<int> data) => Ended.Add(data.Count);

        public int[] Predict(IReadOnlyList<int> samples) => [.. samples.Select(sample => known.Contains(sample) ? sample : -1)];

        public torch.Tensor Scores(IReadOnlyList<int> samples) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
