namespace Samantha.Modeling.Decoders;

/// <summary>The shape of a decoder of the Llama family.</summary>
public sealed record DecoderConfig
{
    /// <summary>Head width that <see cref="FromDepth"/> uses, and hidden units per layer of depth.</summary>
    private const int Width = 64;

    public DecoderFamily Family { get; init; } = DecoderFamily.Llama;

    /// <summary>Tokens in the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of a head; even.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The longest sequence, in tokens.</summary>
    public int MaxPositions { get; init; } = 2048;

    /// <summary>ε of the normalisations.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    public RotaryConfig Rotary { get; init; } = new();

    /// <summary>Whether the output matrix is the embedding matrix.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the attention's output has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the feed-forward layer has biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether queries and keys are normalised per head before they are turned.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>Standard deviation of fresh weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Probability that training drops an attention weight, in [0, 1).</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Probability that training drops a unit of the embedding or of what a block adds, in [0, 1).</summary>
    public double HiddenDropout { get; init; }

    public int? BeginToken { get; init; }

    public IReadOnlyList<int> EndTokens { get; init; } = [];

    public int? PaddingToken { get; init; }

    /// <summary>
    /// The one dial of size: depth layers of width 64·depth, heads of width 64, half as many key-value heads where depth
    /// is even, a feed-forward layer of 8/3 the width rounded up to a multiple of 128. Depth 6 with a vocabulary of
    /// 8192 has 13 million parameters, depth 8 about 29 million.
    /// </summary>
    /// <param name="depth">1 to 32.</param>
    /// <param name="vocabularySize">Tokens in the vocabulary.</param>
    public static DecoderConfig FromDepth(int depth, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        var hidden = Width * depth;
        return new DecoderConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = hidden,
            Layers = depth,
            Heads = depth,
            KeyValueHeads = depth % 2 == 0 ? depth / 2 : depth,
            HeadDimension = Width,
            IntermediateSize = RoundUp(hidden * 8 / 3, 128),
            TieWordEmbeddings = true,
        };
    }

    /// <summary>How many numbers a model of this shape has; a tied head counts once.</summary>
    public long ParameterCount()
    {
        long queries = (long)Heads * HeadDimension, keys = (long)KeyValueHeads * HeadDimension;
        var attention = HiddenSize * (2 * queries + 2 * keys)
            + (AttentionBias ? queries + 2 * keys : 0)
            + (AttentionOutputBias ? HiddenSize : 0)
            + (QueryKeyNorm ? 2 * HeadDimension : 0);
        var feedForward = 3L * HiddenSize * IntermediateSize + (FeedForwardBias ? 2L * IntermediateSize + HiddenSize : 0);
        var embeddings = (long)VocabularySize * HiddenSize * (TieWordEmbeddings ? 1 : 2);
        return Layers * (attention + feedForward + 2L * HiddenSize) + embeddings + HiddenSize;
    }

    /// <summary>Checks that the numbers make a model.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public DecoderConfig Validated()
    {
        Require(
            VocabularySize is > 0 and <= 1 << 24 && HiddenSize is > 0 and <= 1 << 17 && Layers is > 0 and <= 1 << 10 && IntermediateSize is > 0 and <= 1 << 20,
            "sizes must be above 0 and within reason");
        Require(Heads > 0 && KeyValueHeads > 0 && Heads % KeyValueHeads == 0, "the key-value heads must divide the heads");
        Require(HeadDimension is > 0 and <= 1 << 12 && HeadDimension % 2 == 0 && Heads <= 1 << 10, "the head dimension must be even, above 0 and within reason");
        Require(MaxPositions is > 0 and <= 1 << 24, "the longest sequence must be above 0 and within reason");
        Require(NormEpsilon > 0 && Rotary.Theta > 0, "the norm's epsilon and the rotary theta must be above 0");
        Require(AttentionDropout is >= 0 and < 1 && HiddenDropout is >= 0 and < 1, "dropout must be in [0, 1)");
        return this;
    }

    private static void Require(bool condition, string rule)
    {
        if (!condition)
            throw new ArgumentException($"This is not the shape of a decoder: {rule}.");
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
