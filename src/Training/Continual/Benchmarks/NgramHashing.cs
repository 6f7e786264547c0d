using System.Text;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>
/// The n-grams of a text as rows of a table, by a hash and without a vocabulary (Weinberger et al. 2009): words, pairs of
/// words, and 3 to 5 characters in a row of a word with a mark at either end (Bojanowski et al. 2017).
/// </summary>
public static class NgramHashing
{
    private const int Shortest = 3;
    private const int Longest = 5;

    /// <summary>Rows of the table: 2^17.</summary>
    public const int Rows = 1 << 17;

    /// <summary>The rows of a text, one for each n-gram.</summary>
    public static int[] Hash(string text)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        List<int> rows = [];
        foreach (var (i, word) in words.Index())
        {
            rows.Add(Row(word));
            if (i > 0)
                rows.Add(Row($"{words[i - 1]} {word}"));
            // The marks tell a word's beginning and end from its middle.
            var marked = $"<{word}>";
            for (var length = Shortest; length <= Longest; length++)
            {
                for (var start = 0; start + length <= marked.Length; start++)
                    rows.Add(Row(marked.AsSpan(start, length)));
            }
        }

        return [.. rows];
    }

    private static int Row(ReadOnlySpan<char> ngram)
    {
        Span<byte> bytes = stackalloc byte[3 * ngram.Length];
        return (int)(Crc32.Hash(bytes[..Encoding.UTF8.GetBytes(ngram, bytes)]) % Rows);
    }
}
