using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Modeling.Layers;

/// <summary>y = w · (x - mean) / √(variance + ε) + b over the last dimension (Ba et al. 2016, equation 4).</summary>
internal sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly long[] size;
    private readonly double epsilon;
    private readonly Parameter weight;
    private readonly Parameter bias;

    public LayerNorm(long size, double epsilon, Device device) : base(nameof(LayerNorm))
    {
        this.size = [size];
        this.epsilon = epsilon;
        weight = Initialise.Ones(device, size);
        bias = Initialise.Zeros(device, size);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, size, weight, bias, epsilon);

    public IEnumerable<WeightSlice> Weights(string prefix) =>
        [new WeightSlice(prefix + ".weight", weight), new WeightSlice(prefix + ".bias", bias)];
}
