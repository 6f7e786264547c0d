using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>Each normalizer works on what the one before it left.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public AlignedText Normalize(AlignedText text) => steps.Aggregate(text, (current, step) => step.Normalize(current));
}
