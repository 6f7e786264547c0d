using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Puts a string in place of every match of a pattern.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string replacement) : INormalizer
{
    public AlignedText Normalize(AlignedText text) => text.Replace(pattern.Matches(text.Text), replacement);
}
