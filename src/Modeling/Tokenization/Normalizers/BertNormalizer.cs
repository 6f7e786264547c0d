using System.Globalization;
using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>BERT's cleaning (Devlin et al., 2019): control characters out, white space to spaces, ideographs set apart, accents off, lower case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool separateIdeographs, bool stripAccents, bool lowercase) : INormalizer
{
    private static readonly UnicodeNormalizer Decomposition = new(compose: false);
    private static readonly LowercaseNormalizer Lowercase = new();

    public AlignedText Normalize(AlignedText text)
    {
        if (cleanText)
            text = SpacesForWhiteSpace(text.Filter(rune => rune.Value is not (0 or 0xFFFD) && !IsControl(rune)));
        if (separateIdeographs)
            text = SeparateIdeographs(text);
        if (stripAccents)
            text = Decomposition.Normalize(text).Filter(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark);
        return lowercase ? Lowercase.Normalize(text) : text;
    }

    private static AlignedText SpacesForWhiteSpace(AlignedText text)
    {
        var changes = new List<RuneChange>(text.Text.Length);
        foreach (var rune in text.Text.EnumerateRunes())
            changes.Add(new RuneChange(Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune, 0));
        return text.Transform(changes);
    }

    private static AlignedText SeparateIdeographs(AlignedText text)
    {
        var changes = new List<RuneChange>(text.Text.Length);
        foreach (var rune in text.Text.EnumerateRunes())
        {
            if (!IsIdeograph(rune.Value))
            {
                changes.Add(new RuneChange(rune, 0));
                continue;
            }

            changes.Add(new RuneChange(new Rune(' '), 0));
            changes.Add(new RuneChange(rune, 1));
            changes.Add(new RuneChange(new Rune(' '), 1));
        }

        return text.Transform(changes);
    }

    private static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsIdeograph(int codePoint) => codePoint is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B81F) or
        (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
