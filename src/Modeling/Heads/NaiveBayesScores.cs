using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads;

/// <summary>
/// The logarithms that naive Bayes adds up, for counts that do not change. Most counts are 0, so a class begins with what a
/// text without n-grams scores, has for each n-gram what a count of 0 would give, and then the difference where it is not 0.
/// </summary>
/// <remarks>
/// Bernoulli's shares are smoothed by the same amount whatever the number of a class's texts (Jelinek-Mercer; Zhai and Lafferty
/// 2001, equation 5). With an amount added to counts, n-grams that a class never had would speak less against it while it has
/// few texts, and a class that is just being learned would take texts from those that are known.
/// </remarks>
internal sealed class NaiveBayesScores
{
    private readonly NaiveBayesConfig config;
    private readonly int[] texts;
    private readonly float[][] logarithms; // by class: of the share c of n texts, or of the count c, each with its smoothing
    private readonly float[] beginning;
    private readonly float[] absent;

    public NaiveBayesScores(NaiveBayesConfig config, ReadOnlySpan<int> table, ReadOnlySpan<int> texts)
    {
        this.config = config;
        this.texts = texts.ToArray();
        if (config.Events == NaiveBayesEvents.Bernoulli)
        {
            var shares = this.texts.Distinct().ToDictionary(count => count, count => Logarithms(count, c => (double)c / Math.Max(1, count)));
            logarithms = [.. this.texts.Select(count => shares[count])];
            (beginning, absent) = Bernoulli(table);
        }
        else
        {
            var counts = Logarithms(Math.Max(TensorPrimitives.Max(table), 1), c => c);
            logarithms = [.. this.texts.Select(_ => counts)];
            (beginning, absent) = Multinomial(table);
        }
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
        ? logarithms[@class][occurrences] - Lacking(occurrences, @class)
        : absent[@class] + logarithms[@class][occurrences] - logarithms[@class][0];

    private float Lacking(int occurrences, int @class) => logarithms[@class][texts[@class] - occurrences];

    private (float[] Beginning, float[] Absent) Bernoulli(ReadOnlySpan<int> table)
    {
        // What lacking each n-gram says, less what it would say if no text of the class had it, which is the same for all classes.
        var sums = new double[texts.Length];
        for (var start = 0; start < table.Length; start += texts.Length)
        {
            var row = table.Slice(start, texts.Length);
            if (!row.ContainsAnyExcept(0))
                continue;
            for (var @class = 0; @class < row.Length; @class++)
            {
                if (row[@class] != 0)
                    sums[@class] += Lacking(row[@class], @class) - Lacking(0, @class);
            }
        }

        return (
            [.. texts.Select((count, @class) => Unseen(count, sums[@class]))],
            [.. texts.Select((_, @class) => logarithms[@class][0] - Lacking(0, @class))]);
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
            [.. totals.Select((total, @class) => (float)(logarithms[@class][0] - Math.Log(total + config.Smoothing * Math.Max(1, seen))))]);
    }

    private float[] Logarithms(int greatest, Func<int, double> of) => [.. Enumerable.Range(0, greatest + 1).Select(c => (float)Math.Log(of(c) + config.Smoothing))];

    private static float Unseen(int count, double score) => count == 0 ? float.NegativeInfinity : (float)score;
}
