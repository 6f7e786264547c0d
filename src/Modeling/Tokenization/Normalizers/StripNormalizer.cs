using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Drops white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    public AlignedText Normalize(AlignedText text)
    {
        var start = left ? text.Text.Length - text.Text.AsSpan().TrimStart().Length : 0;
        var end = right ? Math.Max(start, text.Text.AsSpan().TrimEnd().Length) : text.Text.Length;
        return text.Slice(start, end);
    }
}
