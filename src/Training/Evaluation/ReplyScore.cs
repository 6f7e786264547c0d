namespace Samantha.Training.Evaluation;

/// <summary>How near replies come to what should have been said.</summary>
/// <param name="Replies">How many there are.</param>
/// <param name="Bleu">BLEU of all, in [0, 1].</param>
/// <param name="Rouge1">The mean F1 of shared words.</param>
/// <param name="Rouge2">The mean F1 of shared pairs of words.</param>
/// <param name="RougeL">The mean F1 of the longest shared subsequence.</param>
public sealed record ReplyScore(int Replies, double Bleu, double Rouge1, double Rouge2, double RougeL)
{
    /// <summary>Compares replies with references.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="references">What each should be.</param>
    public static ReplyScore Compare(IReadOnlyList<string> replies, IReadOnlyList<string> references)
    {
        var pairs = replies.Zip(references).ToList();
        return new ReplyScore(
            replies.Count,
            Evaluation.Bleu.Score(replies, [.. references.Select(reference => (IReadOnlyList<string>)[reference])]),
            pairs.Average(pair => Rouge.Runs(pair.First, pair.Second, 1).F1),
            pairs.Average(pair => Rouge.Runs(pair.First, pair.Second, 2).F1),
            pairs.Average(pair => Rouge.LongestSubsequence(pair.First, pair.Second).F1));
    }
}
