using Samantha.Modeling.Decoders;

namespace Samantha.Training.Pretraining;

/// <summary>What a base model is made of: its shape, its data and how it is trained.</summary>
public sealed record BaseModelRecipe
{
    /// <summary>Tokens in the vocabulary, special tokens and bytes among them.</summary>
    public int VocabularySize { get; init; } = 4096;

    /// <summary>The dial of size, for what is not said below; see <see cref="DecoderConfig.FromDepth"/>.</summary>
    public int Depth { get; init; } = 4;

    public int? HiddenSize { get; init; }

    public int? Layers { get; init; }

    public int? Heads { get; init; }

    public int? KeyValueHeads { get; init; }

    public int? IntermediateSize { get; init; }

    /// <summary>The longest sequence that the model takes, in tokens.</summary>
    public int MaxPositions { get; init; } = 1024;

    public double HiddenDropout { get; init; }

    public double AttentionDropout { get; init; }

    /// <summary>Passes through the small talk for each pass through the service dialogues.</summary>
    public double SmallTalkPasses { get; init; } = 2;

    /// <summary>Passes through the books for each pass through the service dialogues.</summary>
    public double BookPasses { get; init; } = 0.01;

    /// <summary>Passes through tinyshakespeare for each pass through the service dialogues.</summary>
    public double ShakespearePasses { get; init; }

    /// <summary>Dialogues of the dev split on which the run is watched.</summary>
    public int DevelopmentDialogues { get; init; } = 56;

    public PretrainingOptions Training { get; init; } = new();

    /// <summary>How many batches of a step some threads can have in work at once; see <see cref="Pretrainer"/>.</summary>
    public int ParallelBatches(int threads) =>
        HiddenDropout > 0 || AttentionDropout > 0 ? 1 : Math.Clamp(threads, 1, Training.BatchesPerStep);

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
