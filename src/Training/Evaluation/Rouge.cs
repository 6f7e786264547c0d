namespace Samantha.Training.Evaluation;

/// <summary>ROUGE (Lin 2004) over words as they stand between white space, without stemming.</summary>
public static class Rouge
{
    /// <summary>ROUGE-N: runs of n words that two texts share (section 2).</summary>
    /// <param name="candidate">The text.</param>
    /// <param name="reference">What it should be.</param>
    /// <param name="length">n, at least 1.</param>
    public static RougeScore Runs(string candidate, string reference, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var one = Words.Runs(Words.Of(candidate), length);
        var other = Words.Runs(Words.Of(reference), length);
        return Score(other.Sum(run => Math.Min(run.Value, one.GetValueOrDefault(run.Key))), one.Values.Sum(), other.Values.Sum());
    }

    /// <summary>ROUGE-L: the longest subsequence of words that two texts share (section 3.1).</summary>
    /// <param name="candidate">The text.</param>
    /// <param name="reference">What it should be.</param>
    public static RougeScore LongestSubsequence(string candidate, string reference)
    {
        var (one, other) = (Words.Of(candidate), Words.Of(reference));
        var row = new int[other.Length + 1];
        foreach (var word in one)
        {
            var diagonal = 0;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = word == other[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }

        return Score(row[^1], one.Length, other.Length);
    }

    private static RougeScore Score(int shared, int candidate, int reference) =>
        new(candidate == 0 ? 0.0 : (double)shared / candidate, reference == 0 ? 0.0 : (double)shared / reference);
}
