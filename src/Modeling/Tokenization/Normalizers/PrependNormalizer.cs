using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Puts a string before a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public AlignedText Normalize(AlignedText text) => text.Prepend(prefix);
}
