using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads;

/// <summary>
/// The logarithms that naive Bayes adds up, for counts that do not change. Most counts are 0, so a class begins with what a
/// text without n-grams scores, has for each n-gram what a count of 0 would give, and then the difference where it is not 0.
/// </summary>
internal sealed class NaiveBayesScores
{
    private readonly NaiveBayesConfig config;
    private readonly int[] texts;
    private readonly float[] logarithms; // of n + smoothing
    private readonly float[] beginning;
    private readonly float[] absent;

    public NaiveBayesScores(NaiveBayesConfig config, ReadOnlySpan<int> table, ReadOnlySpan<int> texts)
    {
        this.config = config;
        this.texts = texts.ToArray();
        var greatest = Math.Max(Math.Max(TensorPrimitives.Max(texts), TensorPrimitives.Max(table)), 1);
        logarithms = [.. Enumerable.Range(0, greatest + 1).Select(n => (float)Math.Log(n + config.Smoothing))];
        (beginning, absent) = config.Events == NaiveBayesEvents.Bernoulli ? Bernoulli(table) : Multinomial(table);
    }

    /// <summary>Writes the logarithm of each class's probability, given a text.</summary>
    public void Write(ReadOnlySpan<int> table, IReadOnlyList<(int Bucket, int Count)> buckets, Span<float> result)
    {
        beginning.CopyTo(result);
        foreach (var (bucket, count) in buckets)
        {
            var row = table.Slice(bucket * texts.Length, texts.Length);
            if (!row.ContainsAnyExcept(0))
                continue; // of an n-gram that was never seen there is nothing to say
            for (var @class = 0; @class < row.Length; @class++)
                result[@class] += count * (row[@class] == 0 ? absent[@class] : Present(row[@class], @class));
        }

        Normalize(result);
    }

    private static void Normalize(Span<float> scores)
    {
        var greatest = TensorPrimitives.Max<float>(scores);
        if (float.IsNegativeInfinity(greatest))
            return; // no class was learned
        var sum = 0.0;
        foreach (var score in scores)
            sum += Math.Exp(score - greatest);
        TensorPrimitives.Subtract(scores, greatest + (float)Math.Log(sum), scores);
    }

    private float Present(int occurrences, int @class) => config.Events == NaiveBayesEvents.Bernoulli
        ? logarithms[occurrences] - logarithms[texts[@class] - occurrences]
        : absent[@class] + logarithms[occurrences] - logarithms[0];

    private (float[] Beginning, float[] Absent) Bernoulli(ReadOnlySpan<int> table)
    {
        // log(1 - p) = log(texts - n + a) - log(texts + 2a), of every n-gram that was seen in any class.
        var sums = new double[texts.Length];
        var seen = 0;
        for (var start = 0; start < table.Length; start += texts.Length)
        {
            var row = table.Slice(start, texts.Length);
            if (!row.ContainsAnyExcept(0))
                continue;
            seen++;
            for (var @class = 0; @class < row.Length; @class++)
            {
                if (row[@class] != 0)
                    sums[@class] += logarithms[texts[@class] - row[@class]] - logarithms[texts[@class]];
            }
        }

        return (
            [.. texts.Select((count, @class) => Unseen(count, sums[@class] + seen * (logarithms[count] - Math.Log(count + 2 * config.Smoothing))))],
            [.. texts.Select(count => logarithms[0] - logarithms[count])]);
    }

    private (float[] Beginning, float[] Absent) Multinomial(ReadOnlySpan<int> table)
    {
        var totals = new long[texts.Length];
        var seen = 0;
        for (var start = 0; start < table.Length; start += texts.Length)
        {
            var row = table.Slice(start, texts.Length);
            if (row.ContainsAnyExcept(0))
                seen++;
            for (var @class = 0; @class < row.Length; @class++)
                totals[@class] += row[@class];
        }

        return (
            [.. texts.Select(count => Unseen(count, 0))],
            [.. totals.Select(total => (float)(logarithms[0] - Math.Log(total + config.Smoothing * Math.Max(1, seen))))]);
    }

    private static float Unseen(int count, double score) => count == 0 ? float.NegativeInfinity : (float)score;
}
