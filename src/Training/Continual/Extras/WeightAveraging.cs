using Samantha.Training.Continual.Learners;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Extras;

/// <summary>
/// Learns as a strategy does and answers by an exponential moving average of the weights on the way (Polyak and Juditsky 1992
/// with forgetting), which evens out what single updates do, at the start of a task above all.
/// </summary>
public sealed class WeightAveraging<TSample> : IStrategy<TSample>, IClassifier<TSample>
{
    private readonly IStrategy<TSample> strategy;
    private readonly IClassifier<TSample> classifier;
    private readonly WeightAveragingOptions options;
    private readonly List<(Parameter Weight, Tensor Average)> averages;
    private long updates;

    /// <param name="strategy">Learns; this object owns it.</param>
    /// <param name="classifier">Answers by the weights.</param>
    /// <param name="parameters">The weights.</param>
    /// <param name="options">Settings.</param>
    public WeightAveraging(IStrategy<TSample> strategy, IClassifier<TSample> classifier, IReadOnlyList<Parameter> parameters, WeightAveragingOptions options)
    {
        (this.strategy, this.classifier, this.options) = (strategy, classifier, options);
        averages = [.. parameters.Select(weight =>
        {
            using var values = weight.detach();
            return (weight, values.clone().DetachFromDisposeScope());
        })];
    }

    public void Recall(int task, IReadOnlyList<TSample> data) => strategy.Recall(task, data);

    public void Begin(int task) => strategy.Begin(task);

    public double Observe(IReadOnlyList<TSample> batch)
    {
        var loss = strategy.Observe(batch);
        if (++updates % options.Every == 0)
            Average();
        return loss;
    }

    public void End(int task, IReadOnlyList<TSample> data) => strategy.End(task, data);

    public int[] Predict(IReadOnlyList<TSample> samples) => Averaged(() => classifier.Predict(samples));

    public Tensor Scores(IReadOnlyList<TSample> samples) => Averaged(() => classifier.Scores(samples));

    public void Dispose()
    {
        strategy.Dispose();
        foreach (var (_, average) in averages)
            average.Dispose();
    }

    // As long as fewer updates are behind it than it would remember, it is the plain mean of nearly all of them.
    private void Average()
    {
        using var ungraded = no_grad();
        var taken = updates / options.Every;
        var kept = Math.Min(Math.Pow(options.Decay, options.Every), taken / (taken + 10.0));
        foreach (var (weight, average) in averages)
        {
            average.mul_(kept);
            average.add_(weight, 1 - kept);
        }
    }

    private T Averaged<T>(Func<T> ask)
    {
        Swap();
        try
        {
            return ask();
        }
        finally
        {
            Swap();
        }
    }

    private void Swap()
    {
        using var ungraded = no_grad();
        foreach (var (weight, average) in averages)
        {
            using var held = weight.clone();
            weight.copy_(average);
            average.copy_(held);
        }
    }
}
