using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Encoders;

/// <summary>One block: attention, then a feed-forward layer with gelu, each added and normalised after.</summary>
internal sealed class EncoderLayer : nn.Module
{
    private readonly double dropout;
    private readonly EncoderAttention attention;
    private readonly Projection intermediate;
    private readonly Projection output;
    private readonly LayerNorm norm;

    public EncoderLayer(EncoderConfig config, Device device) : base(nameof(EncoderLayer))
    {
        dropout = config.HiddenDropout;
        attention = new EncoderAttention(config, device);
        intermediate = new Projection(config.HiddenSize, [new("intermediate.dense", config.IntermediateSize)], hasBias: true, device);
        output = new Projection(config.IntermediateSize, [new("output.dense", config.HiddenSize)], hasBias: true, device);
        norm = new LayerNorm(config.HiddenSize, config.NormEpsilon, device);
        RegisterComponents();
    }

    public void Reset(double deviation, Generator generator)
    {
        attention.Reset(deviation, generator);
        intermediate.Reset(deviation, generator);
        output.Reset(deviation, generator);
    }

    /// <inheritdoc cref="EncoderAttention.Forward"/>
    public Tensor Forward(Tensor input, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = attention.Forward(input, mask);
        var fed = output.forward(nn.functional.gelu(intermediate.forward(attended)));
        return norm.forward(nn.functional.dropout(fed, dropout, training).add(attended)).MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
    [
        .. attention.Weights(prefix + ".attention"),
        .. intermediate.Weights(prefix + "."),
        .. output.Weights(prefix + "."),
        .. norm.Weights(prefix + ".output.LayerNorm"),
    ];
}
