using Samantha.Modeling.Decoders;

namespace Samantha.Training.Pretraining;

/// <summary>What a base model is made of; <see cref="DecoderConfig.FromDepth"/> says what its recipe does not.</summary>
public sealed record BaseModelRecipe : PretrainingRecipe
{
    public int? KeyValueHeads { get; init; }

    /// <summary>The model's shape for a tokenizer's special tokens.</summary>
    /// <param name="begin">The token that begins a sequence.</param>
    /// <param name="end">The token that ends a sequence.</param>
    /// <param name="padding">The token that fills a batch.</param>
    public DecoderConfig Shape(int begin, int end, int padding)
    {
        var basis = DecoderConfig.FromDepth(Depth, VocabularySize);
        var hidden = HiddenSize ?? basis.HiddenSize;
        var heads = Heads ?? (HiddenSize is null ? basis.Heads : Math.Max(1, hidden / 64));
        return basis with
        {
            HiddenSize = hidden,
            Layers = Layers ?? basis.Layers,
            Heads = heads,
            KeyValueHeads = KeyValueHeads ?? (heads == basis.Heads ? basis.KeyValueHeads : heads),
            HeadDimension = hidden / heads,
            IntermediateSize = IntermediateSize ?? (HiddenSize is null ? basis.IntermediateSize : (hidden * 8 / 3 + 63) / 64 * 64),
            MaxPositions = MaxPositions,
            HiddenDropout = HiddenDropout,
            AttentionDropout = AttentionDropout,
            BeginToken = begin,
            EndTokens = [end],
            PaddingToken = padding,
        };
    }
}
