using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Lower case, by Unicode's mappings of single code points.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    private static readonly Rune CombiningDotAbove = new('\u0307');

    public AlignedText Normalize(AlignedText text)
    {
        var changes = new List<RuneChange>(text.Text.Length);
        foreach (var rune in text.Text.EnumerateRunes())
        {
            // The one letter whose lower case is two code points, and which the invariant culture leaves alone.
            if (rune.Value == 'İ')
            {
                changes.Add(new RuneChange(new Rune('i'), 0));
                changes.Add(new RuneChange(CombiningDotAbove, 1));
            }
            else
            {
                changes.Add(new RuneChange(Rune.ToLowerInvariant(rune), 0));
            }
        }

        return text.Transform(changes);
    }
}
