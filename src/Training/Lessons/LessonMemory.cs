namespace Samantha.Training.Lessons;

/// <summary>
/// What one session measured and the next would measure again: of the line's root, and of the parent, which was a candidate
/// before. Found by the digests of the weights and of what was asked, so it is never anything but what measuring anew would
/// give. The latest few are kept. Sessions that share it take turns.
/// </summary>
public sealed class LessonMemory : IDisposable
{
    private const int MostMeasures = 32;

    private readonly Lock turns = new();
    private readonly LinkedList<(string Key, object Measure)> measures = [];
    private (string Key, KroneckerMetric Metric)? metric;

    /// <summary>What was measured under a key, or is measured now.</summary>
    internal T Recall<T>(string key, Func<T> measure) where T : class
    {
        lock (turns)
            return Recalled(key, measure);
    }

    /// <summary>The metric under a key, or the one that is made now; it belongs to this memory. One is kept.</summary>
    internal KroneckerMetric Metric(string key, Func<KroneckerMetric> measure)
    {
        lock (turns)
        {
            if (metric is { } known && known.Key == key)
                return known.Metric;
            metric?.Metric.Dispose();
            metric = null;
            var made = measure();
            metric = (key, made);
            return made;
        }
    }

    public void Dispose() => metric?.Metric.Dispose();

    private T Recalled<T>(string key, Func<T> measure) where T : class
    {
        for (var known = measures.First; known is not null; known = known.Next)
        {
            if (known.Value.Key != key)
                continue;
            measures.Remove(known);
            measures.AddFirst(known);
            return (T)known.Value.Measure;
        }

        var made = measure();
        measures.AddFirst((key, made));
        if (measures.Count > MostMeasures)
            measures.RemoveLast();
        return made;
    }
}
