namespace Samantha.Modeling.Encoders;

/// <summary>The shape of a BERT-shaped encoder.</summary>
public sealed record EncoderConfig
{
    private const int Width = 64;

    /// <summary>Tokens in the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    public required int Layers { get; init; }

    /// <summary>Attention heads; divides <see cref="HiddenSize"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The longest text, in tokens; positions are learned.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Kinds of segment (first text, second text).</summary>
    public int TokenTypes { get; init; } = 2;

    public double NormEpsilon { get; init; } = 1e-12;

    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Probability that training drops a unit, in [0, 1).</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Probability that training drops an attention weight, in [0, 1).</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Probability that training drops an input of the classifier; null takes <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    public int? PaddingToken { get; init; }

    /// <summary>The labels' names in the order of the logits; two nameless ones by default.</summary>
    public IReadOnlyList<string> Labels { get; init; } = ["LABEL_0", "LABEL_1"];

    /// <summary>Several labels may hold of one text at once.</summary>
    public bool MultiLabel { get; init; }

    /// <summary>
    /// The one dial of size: depth layers of width 64·depth, heads of width 64, a feed-forward layer of four times the
    /// width.
    /// </summary>
    /// <param name="depth">1 to 32.</param>
    /// <param name="vocabularySize">Tokens in the vocabulary.</param>
    public static EncoderConfig FromDepth(int depth, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        return new EncoderConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = Width * depth,
            Layers = depth,
            Heads = depth,
            IntermediateSize = 4 * Width * depth,
        };
    }

    /// <summary>How many numbers a model of this shape has, its head aside.</summary>
    public long ParameterCount()
    {
        long hidden = HiddenSize, intermediate = IntermediateSize;
        var attention = 4 * (hidden * hidden + hidden) + 2 * hidden;
        var feedForward = 2 * hidden * intermediate + intermediate + hidden + 2 * hidden;
        return (VocabularySize + MaxPositions + TokenTypes + 2) * hidden + Layers * (attention + feedForward);
    }

    /// <summary>Checks that the numbers make a model.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public EncoderConfig Validated()
    {
        Require(
            VocabularySize is > 0 and <= 1 << 24 && HiddenSize is > 0 and <= 1 << 17 && Layers is > 0 and <= 1 << 10 && IntermediateSize is > 0 and <= 1 << 20,
            "sizes must be above 0 and within reason");
        Require(Heads > 0 && HiddenSize % Heads == 0, "the heads must divide the hidden size");
        Require(MaxPositions is > 0 and <= 1 << 24 && TokenTypes is > 0 and <= 1 << 10, "positions and token types must be above 0 and within reason");
        Require(NormEpsilon > 0, "the norm's epsilon must be above 0");
        Require(Labels.Count > 0, "there must be a label");
        Require(
            HiddenDropout is >= 0 and < 1 && AttentionDropout is >= 0 and < 1 && ClassifierDropout is null or (>= 0 and < 1),
            "dropout must be in [0, 1)");
        return this;
    }

    private static void Require(bool condition, string rule)
    {
        if (!condition)
            throw new ArgumentException($"This is not the shape of an encoder: {rule}.");
    }
}
