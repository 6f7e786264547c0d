using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>
/// A change of a matrix in the form of a singular value decomposition: W + s·B·diag(E)·A with A [r, in], E [r, 1], B [out, r]
/// (AdaLoRA, Zhang et al. 2023, equation 3; P is B, Λ is E, Q is A). E starts at zero, so that a fresh adapter changes nothing.
/// </summary>
internal sealed class SingularAdapter : MatrixAdapter
{
    private const double Deviation = 0.02;

    private readonly double dropout;
    private readonly Importance[] importances;

    public SingularAdapter(string path, Projection projection, ProjectionPart part, AdaLoraConfig config, Device device, Generator generator)
        : base(path, projection, part)
    {
        // As PEFT has it, to which the file belongs.
        Scale = config.Alpha / (config.InitialRank + 1e-5);
        dropout = config.Dropout;
        A = Initialise.Empty(device, config.InitialRank, Inputs);
        E = Initialise.Zeros(device, config.InitialRank, 1);
        B = Initialise.Empty(device, Outputs, config.InitialRank);
        Initialise.Normal(A, Deviation, generator);
        Initialise.Normal(B, Deviation, generator);
        importances = [new(A, config.Beta1, config.Beta2), new(E, config.Beta1, config.Beta2), new(B, config.Beta1, config.Beta2)];
    }

    public override double Scale { get; }

    public Parameter A { get; }

    public Parameter E { get; }

    public Parameter B { get; }

    /// <summary>Singular values that are not zero.</summary>
    public int Rank => E.detach().ne(0).sum().item<long>() is var rank ? (int)rank : 0;

    /// <summary>Takes a step's gradients in.</summary>
    public void Update()
    {
        foreach (var importance in importances)
            importance.Update();
    }

    /// <summary>What the importances depend on, under names.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() => importances.Zip("AEB", (importance, letter) => importance.State($"{Path}.{letter}")).SelectMany(state => state);

    /// <summary>The importance of each triplet: of its singular value and the mean of each of its vectors (equation 7).</summary>
    public float[] Importances()
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var (a, e, b) = (importances[0].Value().mean([1]), importances[1].Value().view(-1), importances[2].Value().mean([0]));
        return (a + e + b).cpu().data<float>().ToArray();
    }

    /// <summary>Sets the singular values to zero that are not kept.</summary>
    public void Keep(bool[] kept)
    {
        using var ungraded = no_grad();
        using var mask = tensor(kept.Select(keep => keep ? 1f : 0f).ToArray(), device: E.device);
        using var column = mask.view(-1, 1);
        E.mul_(column);
    }

    /// <summary>‖A·Aᵀ - I‖ + ‖Bᵀ·B - I‖ (equation 4, with norms for their squares, as PEFT has it).</summary>
    public Tensor Deformation()
    {
        using var scope = NewDisposeScope();
        var identity = eye(E.shape[0], device: E.device);
        return (A.matmul(A.t()).sub(identity).square().sum().sqrt() + B.t().matmul(B).sub(identity).square().sum().sqrt()).MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        base.Dispose();
        A.Dispose();
        E.Dispose();
        B.Dispose();
        foreach (var importance in importances)
            importance.Dispose();
    }

    protected override Tensor Apply(Tensor input, bool training)
    {
        using var dropped = training && dropout > 0 ? nn.functional.dropout(input, dropout, training: true) : null;
        using var stretched = A.mul(E);
        using var low = nn.functional.linear(dropped ?? input, stretched);
        return nn.functional.linear(low, B);
    }

    protected override Tensor Matrix()
    {
        using var stretched = A.mul(E);
        return B.matmul(stretched);
    }
}
