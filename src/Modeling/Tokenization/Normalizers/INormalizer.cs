using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Rewrites a text before it is split: the first step of the pipeline.</summary>
internal interface INormalizer
{
    AlignedText Normalize(AlignedText text);
}
