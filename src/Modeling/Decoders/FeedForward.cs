using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>W_down(silu(W_gate x) · W_up x) (SwiGLU, Shazeer 2020, equation 6).</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly long width;
    private readonly Projection gate_up;
    private readonly Projection down;

    public FeedForward(DecoderConfig config, Device device) : base(nameof(FeedForward))
    {
        width = config.IntermediateSize;
        gate_up = new Projection(config.HiddenSize, [new("gate_proj", width), new("up_proj", width)], config.FeedForwardBias, device);
        down = new Projection(width, [new("down_proj", config.HiddenSize)], config.FeedForwardBias, device);
        RegisterComponents();
    }

    public IEnumerable<Projection> Projections => [gate_up, down];

    public void Reset(double deviation, double residualDeviation, Generator generator)
    {
        gate_up.Reset(deviation, generator);
        down.Reset(residualDeviation, generator);
    }

    public override Tensor forward(Tensor input)
    {
        using var both = gate_up.call(input);
        using var gate = both.narrow(-1, 0, width);
        using var up = both.narrow(-1, width, width);
        using var active = nn.functional.silu(gate);
        using var gated = active.mul(up);
        return down.call(gated);
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
        [.. gate_up.Weights(prefix + "."), .. down.Weights(prefix + ".")];
}
