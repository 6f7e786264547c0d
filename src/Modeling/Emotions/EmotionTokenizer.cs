using System.Globalization;
using System.Text;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// Splits informal text into words, emoji and punctuation. Words keep their inner apostrophes, a letter written three
/// times or more is written twice, <c>!!!!</c> counts as <c>!!!</c>, and names masked as <c>[NAME]</c> are one word.
/// </summary>
internal static class EmotionTokenizer
{
    /// <summary>The classifier reads no further than this many UTF-16 units, so that its work is bounded.</summary>
    public const int MaxCharacters = 2000;

    /// <summary>Nor further than this many tokens.</summary>
    public const int MaxTokens = 128;

    private const int LongestMask = 12;

    /// <summary>The tokens of the beginning of a text. What is not valid UTF-16 separates tokens as white space does.</summary>
    public static List<EmotionToken> Tokenize(ReadOnlySpan<char> text)
    {
        var tokens = new List<EmotionToken>();
        text = text[..Math.Min(text.Length, MaxCharacters)];
        var form = new StringBuilder();
        var position = 0;
        while (position < text.Length && tokens.Count < MaxTokens)
        {
            var start = position;
            var rune = Next(text, ref position);
            form.Clear();
            if (rune.Value == '[' && MaskLength(text[start..]) is var length and > 0)
            {
                position = start + length;
                form.Append(text[start..position].ToString().ToLowerInvariant());
            }
            else if (IsWordRune(rune))
            {
                AppendWord(text, rune, ref position, form);
            }
            else if (IsSign(rune))
            {
                AppendSigns(text, rune, ref position, form);
            }
            else
            {
                continue;
            }

            tokens.Add(new EmotionToken(form.ToString(), start, position - start, IsWordRune(rune)));
        }

        return tokens;
    }

    private static void AppendWord(ReadOnlySpan<char> text, Rune first, ref int position, StringBuilder form)
    {
        Append(form, first);
        while (position < text.Length)
        {
            var next = position;
            var rune = Next(text, ref next);
            if (IsApostrophe(rune) && next < text.Length)
            {
                var afterwards = next;
                if (!IsWordRune(Next(text, ref afterwards)))
                    return;
                form.Append('\'');
            }
            else if (IsWordRune(rune))
            {
                Append(form, rune);
            }
            else
            {
                return;
            }

            position = next;
        }
    }

    // A run of one sign is one token.
    private static void AppendSigns(ReadOnlySpan<char> text, Rune sign, ref int position, StringBuilder form)
    {
        var count = 1;
        while (position < text.Length)
        {
            var next = position;
            if (Next(text, ref next) != sign)
                break;
            position = next;
            count++;
        }

        var kept = sign.Value is '!' or '?' or '.' ? Math.Min(count, 3) : 1;
        for (var i = 0; i < kept; i++)
            form.Append(sign.ToString());
    }

    private static void Append(StringBuilder form, Rune rune)
    {
        Span<char> lower = stackalloc char[2];
        lower = lower[..Rune.ToLowerInvariant(rune).EncodeToUtf16(lower)];
        var repeated = form.Length >= 2 && lower.Length == 1 && form[^1] == lower[0] && form[^2] == lower[0];
        if (!repeated)
            form.Append(lower);
    }

    // The length of a mask such as [NAME] at the beginning of the text, or 0.
    private static int MaskLength(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestMask)].IndexOf(']');
        return end > 1 && !text[1..end].ContainsAnyExceptInRange('A', 'Z') ? end + 1 : 0;
    }

    private static Rune Next(ReadOnlySpan<char> text, ref int position)
    {
        Rune.DecodeFromUtf16(text[position..], out var rune, out var consumed);
        position += consumed;
        return rune;
    }

    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or '’';

    private static bool IsWordRune(Rune rune) => rune.Value == '_' || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            && !IsVariationSelector(rune);

    // Selectors, joiners and skin tones change how an emoji looks, not what it says.
    private static bool IsSign(Rune rune) =>
        !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && rune != Rune.ReplacementChar && !IsVariationSelector(rune)
        && rune.Value is not (>= 0x1F3FB and <= 0x1F3FF)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private static bool IsVariationSelector(Rune rune) => rune.Value is >= 0xFE00 and <= 0xFE0F;
}
