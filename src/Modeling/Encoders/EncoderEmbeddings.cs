using Samantha.Modeling.Layers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Modeling.Encoders;

/// <summary>The sum of what a token is, where it stands and to which segment it belongs, normalised.</summary>
internal sealed class EncoderEmbeddings : nn.Module
{
    private readonly int maxPositions;
    private readonly double dropout;
    private readonly Parameter words;
    private readonly Parameter positions;
    private readonly Parameter types;
    private readonly LayerNorm norm;

    public EncoderEmbeddings(EncoderConfig config, Device device) : base(nameof(EncoderEmbeddings))
    {
        maxPositions = config.MaxPositions;
        dropout = config.HiddenDropout;
        words = Initialise.Empty(device, config.VocabularySize, config.HiddenSize);
        positions = Initialise.Empty(device, config.MaxPositions, config.HiddenSize);
        types = Initialise.Empty(device, config.TokenTypes, config.HiddenSize);
        norm = new LayerNorm(config.HiddenSize, config.NormEpsilon, device);
        RegisterComponents();
    }

    /// <summary>[vocabulary, hidden]; the masked-language head multiplies by it too.</summary>
    public Parameter Words => words;

    public void Reset(double deviation, Generator generator)
    {
        foreach (var table in new[] { words, positions, types })
            Initialise.Normal(table, deviation, generator);
    }

    /// <param name="inputIds">[B, T], int64.</param>
    /// <param name="tokenTypeIds">[B, T], int64, or null for the first type throughout.</param>
    /// <param name="positionIds">[B, T], int64, or null for 0, 1, 2 ….</param>
    public Tensor Forward(Tensor inputIds, Tensor? tokenTypeIds, Tensor? positionIds)
    {
        var length = inputIds.shape[1];
        if (length > maxPositions)
            throw new ArgumentException($"The encoder takes {maxPositions} tokens, {length} were given.", nameof(inputIds));

        using var scope = NewDisposeScope();
        var place = positionIds is null ? positions.narrow(0, 0, length) : Lookup.Rows(positions, positionIds);
        var segment = tokenTypeIds is null ? types.narrow(0, 0, 1) : Lookup.Rows(types, tokenTypeIds);
        var sum = Lookup.Rows(words, inputIds).add(segment).add(place);
        return nn.functional.dropout(norm.forward(sum), dropout, training).MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
    [
        new WeightSlice(prefix + ".word_embeddings.weight", words),
        new WeightSlice(prefix + ".position_embeddings.weight", positions),
        new WeightSlice(prefix + ".token_type_embeddings.weight", types),
        .. norm.Weights(prefix + ".LayerNorm"),
    ];
}
