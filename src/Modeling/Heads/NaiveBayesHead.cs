using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// Naive Bayes on counts of hashed n-grams by class, in either of its event models (McCallum and Nigam 1998). Classes are
/// taken to be equally likely.
/// </summary>
internal sealed class NaiveBayesHead : ITextHead
{
    private readonly NaiveBayesConfig config;
    private readonly int classes;
    private readonly Tensor occurrences;
    private readonly Tensor texts;
    private NaiveBayesScores? scores;

    public NaiveBayesHead(int classes, NaiveBayesConfig config)
    {
        (this.config, this.classes) = (config, classes);
        occurrences = zeros(config.Buckets, classes, int32).DetachFromDisposeScope();
        texts = zeros(classes, int32).DetachFromDisposeScope();
    }

    public IReadOnlyList<(string Name, Tensor Tensor)> State => [("occurrences", occurrences), ("texts", texts)];

    public void Learn(IReadOnlyList<EncodedText> texts, IReadOnlyList<int> classes)
    {
        var table = Numbers(occurrences);
        var each = Numbers(this.texts);
        foreach (var (text, @class) in texts.Zip(classes))
        {
            foreach (var (bucket, count) in Buckets(text))
                table[bucket * this.classes + @class] += count;
            each[@class]++;
        }

        scores = null;
    }

    public Tensor Scores(IReadOnlyList<EncodedText> texts)
    {
        var table = Numbers(occurrences);
        scores ??= new NaiveBayesScores(config, table, Numbers(this.texts));
        var result = zeros(texts.Count, classes);
        var values = MemoryMarshal.Cast<byte, float>(result.bytes);
        foreach (var (i, text) in texts.Index())
            scores.Write(table, Buckets(text), values.Slice(i * classes, classes));
        return result;
    }

    public void Restored() => scores = null;

    public void Dispose()
    {
        occurrences.Dispose();
        texts.Dispose();
    }

    // Bernoulli's events are buckets that a text has or lacks, the multinomial's are its n-grams.
    private IReadOnlyList<(int Bucket, int Count)> Buckets(EncodedText text) =>
        [.. config.Views.SelectMany(text.Ngrams)
            .GroupBy(ngram => (int)(ngram.Hash % (ulong)config.Buckets), ngram => ngram.Count)
            .Select(bucket => (bucket.Key, config.Events == NaiveBayesEvents.Bernoulli ? 1 : bucket.Sum()))];

    private static Span<int> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, int>(tensor.bytes);
}
