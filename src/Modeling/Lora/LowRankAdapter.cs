using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>
/// A low-rank change of a matrix: W + s·B·A with A [r, in], B [out, r] (Hu et al. 2021, equation 3).
/// A starts uniform as a linear layer does and B at zero, so that a fresh adapter changes nothing.
/// </summary>
internal sealed class LowRankAdapter : MatrixAdapter
{
    private readonly double dropout;

    public LowRankAdapter(string path, Projection projection, ProjectionPart part, LoraConfig config, Device device, Generator generator)
        : base(path, projection, part)
    {
        Scale = config.Scale;
        dropout = config.Dropout;
        A = Initialise.Empty(device, config.Rank, Inputs);
        B = Initialise.Zeros(device, Outputs, config.Rank);
        Draw(generator);
    }

    /// <summary>s, usually alpha / r.</summary>
    public override double Scale { get; }

    public Parameter A { get; }

    public Parameter B { get; }

    /// <summary>Leaves the change in the base matrix for good and begins a new one, which changes nothing yet.</summary>
    public void Fold(Generator generator)
    {
        Merge();
        Forget();
        using var ungraded = no_grad();
        B.zero_();
        Draw(generator);
    }

    public override void Dispose()
    {
        base.Dispose();
        A.Dispose();
        B.Dispose();
    }

    protected override Tensor Apply(Tensor input, bool training)
    {
        using var dropped = training && dropout > 0 ? nn.functional.dropout(input, dropout, training: true) : null;
        using var low = nn.functional.linear(dropped ?? input, A);
        return nn.functional.linear(low, B);
    }

    protected override Tensor Matrix() => B.matmul(A);

    private void Draw(Generator generator)
    {
        var bound = 1.0 / Math.Sqrt(Inputs);
        using var ungraded = no_grad();
        A.uniform_(-bound, bound, generator);
    }
}
