using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>
/// Root-mean-square normalisation over the last dimension: y = w · x / √(mean(x²) + ε)
/// (Zhang and Sennrich 2019, equation 4, with ε under the root as the Llama family has it).
/// </summary>
internal sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    private static readonly long[] LastDimension = [-1];
    private readonly double epsilon;
    private readonly Parameter weight;

    public RmsNorm(long size, double epsilon, Device device) : base(nameof(RmsNorm))
    {
        this.epsilon = epsilon;
        weight = Initialise.Ones(device, size);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var squares = input.pow(2);
        using var inverse = squares.mean(LastDimension, keepdim: true);
        inverse.add_(epsilon).rsqrt_();
        using var normalised = input.mul(inverse);
        return normalised.mul(weight);
    }

    public IEnumerable<WeightSlice> Weights(string prefix) => [new WeightSlice(prefix + ".weight", weight)];
}
