using System.Text;

namespace Samantha.Modeling.Heads;

/// <summary>A text's words in lower case, with one space before, between and behind them. What ends clauses is no part of a word.</summary>
internal sealed class TextWords
{
    private const string Separators = ".,!?;:\"()[]{}";

    public TextWords(string text)
    {
        var spaced = new StringBuilder(" ", text.Length + 2);
        List<Range> words = [];
        var start = -1;
        foreach (var unit in text.ToLowerInvariant().Append(' '))
        {
            if (char.IsWhiteSpace(unit) || Separators.Contains(unit, StringComparison.Ordinal))
            {
                if (start < 0)
                    continue;
                words.Add(start..spaced.Length);
                spaced.Append(' ');
                start = -1;
            }
            else
            {
                if (start < 0)
                    start = spaced.Length;
                spaced.Append(unit);
            }
        }

        Spaced = spaced.ToString();
        Words = words;
    }

    public string Spaced { get; }

    /// <summary>Where each word stands in <see cref="Spaced"/>.</summary>
    public IReadOnlyList<Range> Words { get; }
}
