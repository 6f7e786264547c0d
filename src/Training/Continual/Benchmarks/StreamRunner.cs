using Samantha.Training.Continual.Metrics;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>Shows a strategy a stream of tasks, and looks at what the classifier can do meanwhile.</summary>
/// <param name="tasks">What is measured, task by task.</param>
/// <param name="classOf">A sample's true class.</param>
/// <param name="options">How it is taught.</param>
/// <param name="time">Tells how long learning takes.</param>
public sealed class StreamRunner<TSample>(IReadOnlyList<StreamTask<TSample>> tasks, Func<TSample, int> classOf, StreamOptions options, TimeProvider time)
{
    private readonly List<StreamLook> looks = [];
    private TimeSpan learning;

    /// <summary>Runs one stream from its beginning to its end.</summary>
    /// <param name="strategy">Learns.</param>
    /// <param name="classifier">Answers; what it says changes as the strategy learns.</param>
    /// <param name="atOnce">Whether all tasks are shown as one, which is joint training.</param>
    /// <param name="progress">Is told each look.</param>
    /// <param name="cancellationToken">Stops between updates.</param>
    public StreamRecord Run(
        IStrategy<TSample> strategy, IClassifier<TSample> classifier, bool atOnce, IProgress<StreamLook>? progress = null, CancellationToken cancellationToken = default)
    {
        looks.Clear();
        learning = TimeSpan.Zero;
        var random = new SplitMix64(options.Seed);
        var untrained = Accuracies(classifier, tasks.Count);
        List<IReadOnlyList<double>> matrix = [];
        var update = 0;
        foreach (var (number, samples) in Shown(atOnce).Index())
        {
            Learn(() => strategy.Begin(number));
            var shown = atOnce ? tasks.Count : number + 1;
            foreach (var batch in Batches(classifier, samples, random))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Learn(() => strategy.Observe(batch));
                if (++update % options.LookEvery == 0)
                    Look(new StreamLook(number, update, Accuracies(classifier, shown), EndsTask: false), progress);
            }

            Learn(() => strategy.End(number, samples));
            matrix.Add(Accuracies(classifier, tasks.Count));
            Look(new StreamLook(number, update, [.. matrix[^1].Take(shown)], EndsTask: true), progress);
        }

        return new StreamRecord(matrix, untrained, [.. looks], learning);
    }

    private IEnumerable<IReadOnlyList<TSample>> Shown(bool atOnce) =>
        atOnce ? [[.. tasks.SelectMany(task => task.Samples)]] : tasks.Select(task => task.Samples);

    private IEnumerable<IReadOnlyList<TSample>> Batches(IClassifier<TSample> classifier, IReadOnlyList<TSample> samples, SplitMix64 random)
    {
        var (learned, judged) = options.EarlyStopping?.Divide(samples) ?? (samples, []);
        List<double> accuracies = [];
        for (var epoch = 0; epoch < options.Epochs && options.EarlyStopping?.IsEnough(accuracies) is not true; epoch++)
        {
            var order = learned.ToArray();
            random.Shuffle(order);
            foreach (var batch in order.Chunk(options.BatchSize))
                yield return batch;
            if (judged.Count > 0)
                accuracies.Add(Accuracy(classifier, judged));
        }
    }

    private double[] Accuracies(IClassifier<TSample> classifier, int count)
    {
        using var ungraded = no_grad();
        var shown = tasks.Take(count).ToList();
        var right = classifier.Predict([.. shown.SelectMany(task => task.HeldOut)])
            .Zip(shown.SelectMany((task, t) => task.HeldOut.Select(sample => (Task: t, Class: classOf(sample)))), (said, sample) => (sample.Task, Right: said == sample.Class))
            .Where(answer => answer.Right)
            .CountBy(answer => answer.Task)
            .ToDictionary();
        return [.. shown.Select((task, t) => (double)right.GetValueOrDefault(t) / Math.Max(1, task.HeldOut.Count))];
    }

    private double Accuracy(IClassifier<TSample> classifier, IReadOnlyList<TSample> samples)
    {
        using var ungraded = no_grad();
        return classifier.Predict(samples).Zip(samples, (said, sample) => said == classOf(sample) ? 1.0 : 0.0).Average();
    }

    private void Learn(Action step)
    {
        var started = time.GetTimestamp();
        step();
        learning += time.GetElapsedTime(started);
    }

    private void Look(StreamLook look, IProgress<StreamLook>? progress)
    {
        looks.Add(look);
        progress?.Report(look);
    }
}
