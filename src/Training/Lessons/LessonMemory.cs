using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// What one session measured and the next would measure again: of the line's root, of the parent, which was a candidate
/// before, and of lessons that are rehearsed. Found by the digests of the weights and of what was asked, so it is never anything
/// but what measuring anew would give. The latest few are kept. Sessions that share it take turns.
/// </summary>
public sealed class LessonMemory : IDisposable
{
    private const int MostMeasures = 32;
    private const long MostMiddleBytes = 48 << 20;

    private readonly Lock turns = new();
    private readonly RecentlyUsed<object> measures = new(MostMeasures, _ => 1);
    private readonly RecentlyUsed<Tensor> middles = new(MostMiddleBytes, middle => middle.numel() * middle.ElementSize, middle => middle.Dispose());
    private (string Key, KroneckerMetric Metric)? metric;

    /// <summary>What was measured under a key, or is measured now.</summary>
    internal T Recall<T>(string key, Func<T> measure) where T : class
    {
        lock (turns)
            return (T)measures.Take(key, measure);
    }

    /// <summary>The metric under a key, or the one that is made now; it belongs to this memory. One is kept.</summary>
    internal KroneckerMetric Metric(string key, Func<KroneckerMetric> measure)
    {
        lock (turns)
        {
            if (metric is { } known && known.Key == key)
                return known.Metric;
            // Before the next one is made: there is not to be room for two.
            metric?.Metric.Dispose();
            metric = null;
            var made = measure();
            metric = (key, made);
            return made;
        }
    }

    /// <summary>What a model made of a text under a key, or makes now; the tensor is the caller's, its values are not to be changed.</summary>
    internal Tensor Middle(string key, Func<Tensor> read)
    {
        lock (turns)
            return middles.Take(key, () => read().DetachFromDisposeScope()).detach();
    }

    public void Dispose()
    {
        metric?.Metric.Dispose();
        middles.Dispose();
    }
}
