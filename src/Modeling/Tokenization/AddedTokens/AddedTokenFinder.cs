using System.Buffers;
using System.Globalization;
using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.AddedTokens;

/// <summary>A stretch of text: an added token, or text that holds none.</summary>
internal readonly record struct TextPart(AlignedText Text, AddedToken? Token);

/// <summary>Finds added tokens in a text: the leftmost first, of those the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly (string Spelling, AddedToken Token)[] _tokens;
    private readonly SearchValues<string> _search;

    /// <param name="tokens">Each token and how the text spells it.</param>
    public AddedTokenFinder(IEnumerable<(string Spelling, AddedToken Token)> tokens)
    {
        _tokens = [.. tokens.Where(entry => entry.Spelling.Length > 0).OrderByDescending(entry => entry.Spelling.Length)];
        _search = SearchValues.Create(_tokens.Select(entry => entry.Spelling).ToArray(), StringComparison.Ordinal);
    }

    /// <summary>Appends the parts of <paramref name="text"/>, in order, none empty.</summary>
    public void Split(AlignedText text, List<TextPart> parts)
    {
        var source = text.Text;
        var done = 0;
        for (var from = 0; from < source.Length;)
        {
            var found = source.AsSpan(from).IndexOfAny(_search);
            if (found < 0)
                break;

            var start = from + found;
            var (spelling, token) = LongestAt(source, start);
            var end = start + spelling.Length;
            from = end;
            if (token.SingleWord && (EndsWithWord(source.AsSpan(0, start)) || StartsWithWord(source.AsSpan(end))))
                continue;

            if (token.LeftStrip)
                start = Math.Max(done, source.AsSpan(0, start).TrimEnd().Length);
            if (token.RightStrip)
                end += source.Length - end - source.AsSpan(end).TrimStart().Length;
            if (start > done)
                parts.Add(new TextPart(text.Slice(done, start), null));
            parts.Add(new TextPart(text.Slice(start, end), token));
            done = end;
            from = Math.Max(from, end);
        }

        if (done < source.Length)
            parts.Add(new TextPart(text.Slice(done, source.Length), null));
    }

    private (string Spelling, AddedToken Token) LongestAt(string text, int start)
    {
        foreach (var entry in _tokens)
        {
            if (text.AsSpan(start).StartsWith(entry.Spelling, StringComparison.Ordinal))
                return entry;
        }

        throw new InvalidOperationException("The search found a token where there is none.");
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    /// <summary>Unicode's \w (UTS 18, annex C).</summary>
    private static bool IsWord(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}
