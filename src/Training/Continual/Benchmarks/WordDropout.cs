using Samantha.Training.Data;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>Takes words out of a query (Iyyer et al. 2015); one that would lose all of them stays as it is.</summary>
/// <param name="share">The probability that a word goes.</param>
public sealed class WordDropout(double share)
{
    /// <summary>The query without the words that chance took.</summary>
    public Query Change(Query query, SplitMix64 random)
    {
        var words = query.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var left = words.Where(_ => random.NextDouble() >= share).ToList();
        if (left.Count == words.Length || left.Count == 0)
            return query;
        var text = string.Join(' ', left);
        return query with { Text = text, Ngrams = NgramHashing.Hash(text) };
    }
}
