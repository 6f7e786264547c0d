using Samantha.Modeling.Tokenization.Normalizers;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    public static INormalizer Read(JsonSection section) => throw section.Unsupported("none");
}
