using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Adapters;

/// <summary>
/// x + W_up·relu(W_down·x + b_down) + b_up (Houlsby et al. 2019, section 2.1). W_up starts at zero, so that a fresh adapter
/// changes nothing.
/// </summary>
internal sealed class BottleneckAdapter : IDisposable
{
    private readonly Parameter downWeight;
    private readonly Parameter downBias;
    private readonly Parameter upWeight;
    private readonly Parameter upBias;

    public BottleneckAdapter(long hidden, long width, Device device, Generator generator)
    {
        downWeight = Initialise.Empty(device, width, hidden);
        Initialise.Normal(downWeight, 1.0 / Math.Sqrt(hidden), generator);
        downBias = Initialise.Zeros(device, width);
        upWeight = Initialise.Zeros(device, hidden, width);
        upBias = Initialise.Zeros(device, hidden);
    }

    public IEnumerable<Parameter> Parameters => [downWeight, downBias, upWeight, upBias];

    /// <param name="input">What a sublayer adds to the residual stream, […, hidden]; taken over.</param>
    public Tensor Forward(Tensor input)
    {
        using var down = nn.functional.linear(input, downWeight, downBias);
        using var active = nn.functional.relu(down);
        using var up = nn.functional.linear(active, upWeight, upBias);
        using (input)
            return input.add(up);
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
    [
        new($"{prefix}.down.weight", downWeight),
        new($"{prefix}.down.bias", downBias),
        new($"{prefix}.up.weight", upWeight),
        new($"{prefix}.up.bias", upBias),
    ];

    public void Dispose()
    {
        foreach (var parameter in Parameters)
            parameter.Dispose();
    }
}
