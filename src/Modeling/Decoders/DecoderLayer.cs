using Samantha.Modeling.Adapters;
using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>One block: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class DecoderLayer : nn.Module
{
    private readonly double dropout;
    private readonly RmsNorm input_layernorm;
    private readonly Attention self_attn;
    private readonly RmsNorm post_attention_layernorm;
    private readonly FeedForward mlp;

    public DecoderLayer(DecoderConfig config, RotaryEmbedding rotary, Device device) : base(nameof(DecoderLayer))
    {
        dropout = config.HiddenDropout;
        input_layernorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        self_attn = new Attention(config, rotary, device);
        post_attention_layernorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        mlp = new FeedForward(config, device);
        RegisterComponents();
    }

    /// <summary>What changes what each of the two sublayers adds to the stream, if anything. Owned by whoever attached it.</summary>
    public (BottleneckAdapter Attention, BottleneckAdapter FeedForward)? Adapters { get; set; }

    public IEnumerable<(string Path, Projection Projection)> Projections =>
        self_attn.Projections.Select(projection => (nameof(self_attn), projection))
            .Concat(mlp.Projections.Select(projection => (nameof(mlp), projection)));

    /// <summary>The two matrices of the feed-forward layer.</summary>
    public (Projection GateUp, Projection Down) FeedForwardProjections => mlp.Projections.ToList() is [var gateUp, var down]
        ? (gateUp, down)
        : throw new InvalidOperationException("A feed-forward layer has two matrices.");

    public void Reset(double deviation, double residualDeviation, Generator generator)
    {
        self_attn.Reset(deviation, residualDeviation, generator);
        mlp.Reset(deviation, residualDeviation, generator);
    }

    /// <inheritdoc cref="Attention.Forward"/>
    public Tensor Forward(Tensor input, Rotation rotation, Tensor? mask, KeysAndValues? past = null)
    {
        using var middle = Middle(input, rotation, mask, past);
        return FeedForward(middle);
    }

    /// <summary>What stands between the two sublayers.</summary>
    /// <inheritdoc cref="Attention.Forward"/>
    public Tensor Middle(Tensor input, Rotation rotation, Tensor? mask, KeysAndValues? past = null)
    {
        using var normalised = input_layernorm.forward(input);
        return Residual(input, Adapted(self_attn.Forward(normalised, rotation, mask, past), Adapters?.Attention));
    }

    /// <summary>What the feed-forward layer reads of what stands before it.</summary>
    public Tensor Read(Tensor middle) => post_attention_layernorm.forward(middle);

    /// <summary>The block's output, of what stands before its feed-forward layer.</summary>
    public Tensor FeedForward(Tensor middle)
    {
        using var normalised = Read(middle);
        return Residual(middle, Adapted(mlp.forward(normalised), Adapters?.FeedForward));
    }

    /// <inheritdoc cref="Attention.Step"/>
    public Tensor Step(Tensor input, Rotation rotation, PackedBatch batch, int layer)
    {
        using var normalised = input_layernorm.forward(input);
        using var middle = Residual(input, Adapted(self_attn.Step(normalised, rotation, batch, layer), Adapters?.Attention));
        return FeedForward(middle);
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
    [
        .. input_layernorm.Weights($"{prefix}.{nameof(input_layernorm)}"),
        .. self_attn.Weights($"{prefix}.{nameof(self_attn)}"),
        .. post_attention_layernorm.Weights($"{prefix}.{nameof(post_attention_layernorm)}"),
        .. mlp.Weights($"{prefix}.{nameof(mlp)}"),
    ];

    private static Tensor Adapted(Tensor addition, BottleneckAdapter? adapter) => adapter is null ? addition : adapter.Forward(addition);

    // Takes the addition over: it becomes the sum, in place.
    private Tensor Residual(Tensor stream, Tensor addition)
    {
        if (!training || dropout == 0)
            return addition.add_(stream);
        using (addition)
            return nn.functional.dropout(addition, dropout, training: true).add_(stream);
    }
}
