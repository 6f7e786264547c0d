using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Splits a text into the matches of a regular expression, special tokens kept whole.</summary>
public sealed partial class RegexPreTokenizer : PreTokenizer
{
    private readonly Regex _regex;
    private readonly Regex? _specialTokens;

    /// <summary>Creates a pre-tokenizer.</summary>
    /// <param name="regex">Matches one piece at a time.</param>
    /// <param name="specialTokens">Tokens that are pieces of their own wherever they occur, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="regex"/> is null.</exception>
    public RegexPreTokenizer(Regex regex, IReadOnlyDictionary<string, int>? specialTokens)
    {
        ArgumentNullException.ThrowIfNull(regex);
        _regex = regex;
        if (specialTokens is { Count: > 0 })
            _specialTokens = new Regex(string.Join('|', specialTokens.Keys.Select(Regex.Escape)), RegexOptions.Compiled);
    }

    internal static RegexPreTokenizer WordOrNonWord { get; } = new(WordOrNonWordRegex(), specialTokens: null);

    internal static RegexPreTokenizer WhiteSpace { get; } = new(NonWhiteSpaceRegex(), specialTokens: null);

    /// <inheritdoc />
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        if (string.IsNullOrEmpty(text))
            return [];

        var pieces = new List<(int Offset, int Length)>();
        var start = 0;
        if (_specialTokens is not null)
        {
            foreach (var special in _specialTokens.EnumerateMatches(text))
            {
                AddMatches(text, start, special.Index, pieces);
                pieces.Add((special.Index, special.Length));
                start = special.Index + special.Length;
            }
        }

        AddMatches(text, start, text.Length, pieces);
        return pieces;
    }

    /// <inheritdoc />
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    private void AddMatches(string text, int start, int end, List<(int Offset, int Length)> pieces)
    {
        foreach (var match in _regex.EnumerateMatches(text.AsSpan(start, end - start)))
        {
            if (match.Length > 0)
                pieces.Add((start + match.Index, match.Length));
        }
    }

    [GeneratedRegex(@"\w+|[^\w\s]+")]
    private static partial Regex WordOrNonWordRegex();

    [GeneratedRegex(@"\S+")]
    private static partial Regex NonWhiteSpaceRegex();
}
