using Samantha.Modeling.Heads;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.ClosedForm;

/// <summary>
/// Learns by adding to sums, from which the classifier is solved: after any part of the stream it is the one that would
/// have been solved from all of it at once. There is no gradient and no loss, no task boundary, and nothing stored.
/// </summary>
/// <param name="head">What is taught; the strategy owns it.</param>
/// <param name="textOf">A sample's text.</param>
/// <param name="classOf">A sample's class.</param>
public sealed class ClosedFormStrategy<TSample>(ITextHead head, Func<TSample, string> textOf, Func<TSample, int> classOf) : IStrategy<TSample>, IClassifier<TSample>
{
    public void Begin(int task)
    {
    }

    /// <returns>Not a number: nothing descends a loss.</returns>
    public double Observe(IReadOnlyList<TSample> batch)
    {
        head.Learn([.. batch.Select(textOf)], [.. batch.Select(classOf)]);
        return double.NaN;
    }

    public void End(int task, IReadOnlyList<TSample> data)
    {
    }

    public int[] Predict(IReadOnlyList<TSample> samples)
    {
        using var scope = NewDisposeScope();
        return [.. Scores(samples).argmax(1).data<long>().ToArray().Select(@class => (int)@class)];
    }

    public Tensor Scores(IReadOnlyList<TSample> samples) => head.Scores([.. samples.Select(textOf)]);

    public void Dispose() => head.Dispose();
}
