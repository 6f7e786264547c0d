using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Encoders;

/// <summary>Multi-head attention over a whole text (Vaswani et al. 2017), with its output added and normalised.</summary>
internal sealed class EncoderAttention : nn.Module
{
    private readonly long heads;
    private readonly long headDimension;
    private readonly double attentionDropout;
    private readonly double dropout;
    private readonly Projection qkv;
    private readonly Projection output;
    private readonly LayerNorm norm;

    public EncoderAttention(EncoderConfig config, Device device) : base(nameof(EncoderAttention))
    {
        heads = config.Heads;
        headDimension = config.HiddenSize / config.Heads;
        attentionDropout = config.AttentionDropout;
        dropout = config.HiddenDropout;
        qkv = new Projection(
            config.HiddenSize,
            [new("self.query", config.HiddenSize), new("self.key", config.HiddenSize), new("self.value", config.HiddenSize)],
            hasBias: true,
            device);
        output = new Projection(config.HiddenSize, [new("output.dense", config.HiddenSize)], hasBias: true, device);
        norm = new LayerNorm(config.HiddenSize, config.NormEpsilon, device);
        RegisterComponents();
    }

    public void Reset(double deviation, Generator generator)
    {
        qkv.Reset(deviation, generator);
        output.Reset(deviation, generator);
    }

    /// <param name="input">[B, T, hidden].</param>
    /// <param name="mask">[B, 1, 1, T], true at keys that may be seen, or null for all.</param>
    public Tensor Forward(Tensor input, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        long batch = input.shape[0], length = input.shape[1];
        var parts = qkv.forward(input).view(batch, length, 3, heads, headDimension).permute(2, 0, 3, 1, 4);
        var attended = nn.functional.scaled_dot_product_attention(
            parts.select(0, 0), parts.select(0, 1), parts.select(0, 2), mask, training ? attentionDropout : 0.0);
        var added = output.forward(attended.transpose(1, 2).reshape(batch, length, heads * headDimension));
        return norm.forward(nn.functional.dropout(added, dropout, training).add(input)).MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
        [.. qkv.Weights(prefix + "."), .. output.Weights(prefix + "."), .. norm.Weights(prefix + ".output.LayerNorm")];
}
