using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Normalization Form C, or D.</summary>
internal sealed class UnicodeNormalizer(bool compose) : INormalizer
{
    public AlignedText Normalize(AlignedText text)
    {
        if (CanonicalEquivalence.IsPlain(text.Text, decompose: !compose))
            return text;
        var decomposed = CanonicalEquivalence.Decompose(text.Text);
        return text.Transform(compose ? CanonicalEquivalence.Compose(decomposed) : decomposed);
    }
}
