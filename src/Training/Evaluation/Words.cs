namespace Samantha.Training.Evaluation;

/// <summary>Counts what BLEU and ROUGE count.</summary>
internal static class Words
{
    /// <summary>A text's words as they stand between white space.</summary>
    public static string[] Of(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How often each run of n words occurs.</summary>
    public static Dictionary<string, int> Runs(string[] words, int length)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + length <= words.Length; i++)
        {
            // White space is in no word, so joined runs are equal only where their words are.
            var run = string.Join(' ', words, i, length);
            counts[run] = counts.GetValueOrDefault(run) + 1;
        }

        return counts;
    }
}
