using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Samantha.Modeling.Tokenization.Text;

/// <summary>
/// A regular expression over code points. .NET's engine sees UTF-16 units, of which a surrogate is neither letter nor
/// digit: so it is shown a shadow of the text, in which one stand-in of the Basic Multilingual Plane and of the same
/// general category takes the place of each code point beyond it, and the matches are carried back.
/// </summary>
internal sealed class UnicodeRegex
{
    // A pattern comes with a model, a text from a user: together they must not hang the caller.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(30);

    private static readonly char[] StandIns = CreateStandIns();

    private readonly Regex _regex;
    private readonly bool _foldsLongS;

    /// <exception cref="TokenizerFormatException">The pattern uses what .NET's regular expressions lack.</exception>
    public UnicodeRegex(string pattern)
    {
        try
        {
            _regex = new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (ArgumentException e)
        {
            throw new TokenizerFormatException(
                $"The pattern '{pattern}' cannot be read as a regular expression: {e.Message} Rewrite it without possessive quantifiers and engine-specific classes.", e);
        }

        // Unicode's simple case folding makes U+017F an s; .NET's equivalence table does not.
        _foldsLongS = pattern.Contains("(?i", StringComparison.Ordinal);
    }

    /// <summary>The matches in order, in UTF-16 units of <paramref name="text"/>, empty ones left out.</summary>
    /// <exception cref="TokenizerFormatException">The pattern takes too long on the text.</exception>
    public List<TokenOffset> Matches(string text)
    {
        var foldLongS = _foldsLongS && text.Contains('ſ');
        try
        {
            if (!foldLongS && !WellFormedText.HasSurrogates(text))
                return Matches(text, units: null);
            var shadow = Shadow(text, foldLongS, out var units);
            return Matches(shadow, units);
        }
        catch (RegexMatchTimeoutException)
        {
            // Without the inner exception, which would carry the text.
            throw new TokenizerFormatException($"The pattern '{_regex}' took longer than {MatchTimeout.TotalSeconds} s on a text. Rewrite it without nested repetition.");
        }
    }

    private List<TokenOffset> Matches(string text, List<int>? units)
    {
        var matches = new List<TokenOffset>();
        foreach (var match in _regex.EnumerateMatches(text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (end > start)
                matches.Add(units is null ? new TokenOffset(start, end) : new TokenOffset(units[start], units[end]));
        }

        return matches;
    }

    /// <summary>One UTF-16 unit for each code point, and where each began.</summary>
    private static string Shadow(string text, bool foldLongS, out List<int> units)
    {
        var shadow = new StringBuilder(text.Length);
        units = new List<int>(text.Length + 1);
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units.Add(position);
            position += rune.Utf16SequenceLength;
            if (!rune.IsBmp)
                shadow.Append(StandIns[(int)Rune.GetUnicodeCategory(rune)]);
            else
                shadow.Append(foldLongS && rune.Value == 'ſ' ? 's' : (char)rune.Value);
        }

        units.Add(position);
        return shadow.ToString();
    }

    /// <summary>For each general category its first character from U+0180 on: beyond anything a pattern names one by one.</summary>
    private static char[] CreateStandIns()
    {
        var standIns = new char[Enum.GetValues<UnicodeCategory>().Length];
        Array.Fill(standIns, '\uE000');
        for (var c = '\uFFFD'; c >= '\u0180'; c--)
        {
            if (!char.IsSurrogate(c))
                standIns[(int)char.GetUnicodeCategory(c)] = c;
        }

        return standIns;
    }
}
