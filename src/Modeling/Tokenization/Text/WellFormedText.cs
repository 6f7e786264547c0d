using System.Text;

namespace Samantha.Modeling.Tokenization.Text;

/// <summary>Text that UTF-8 can hold, and the way from its UTF-16 units to its code points.</summary>
internal static class WellFormedText
{
    /// <summary>The text with U+FFFD for every surrogate that has no partner. Nothing after this step need expect one.</summary>
    public static string From(string text)
    {
        if (!HasSurrogates(text))
            return text;
        var wellFormed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            wellFormed.Append(rune);
        return wellFormed.ToString();
    }

    public static bool HasSurrogates(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    /// <summary>For each UTF-16 unit boundary of the text the code points before it (a boundary inside a pair counts the pair); null where the two are equal.</summary>
    public static int[]? CodePointIndex(string text)
    {
        if (!HasSurrogates(text))
            return null;
        var index = new int[text.Length + 1];
        var codePoints = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLowSurrogate(text[i]))
                codePoints++;
            index[i + 1] = codePoints;
        }

        return index;
    }
}
