using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>
/// Linear maps of one input, fused into one matrix: [in] to [Σ out]. One multiplication instead of several, and one
/// gradient of the input instead of a sum of several. Each part keeps its own name on disk and may carry its own
/// low-rank adapter.
/// </summary>
internal sealed class Projection : nn.Module<Tensor, Tensor>
{
    private readonly ProjectionPart[] parts;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    public Projection(long inputs, IReadOnlyList<ProjectionPart> parts, bool hasBias, Device device) : base(nameof(Projection))
    {
        this.parts = [.. parts];
        Inputs = inputs;
        var outputs = 0L;
        foreach (var part in this.parts)
        {
            part.Start = outputs;
            outputs += part.Outputs;
        }

        weight = Initialise.Empty(device, outputs, inputs);
        bias = hasBias ? Initialise.Zeros(device, outputs) : null;
        RegisterComponents();
    }

    public long Inputs { get; }

    public IReadOnlyList<ProjectionPart> Parts => parts;

    /// <summary>The matrix itself, [Σ out, in].</summary>
    public Parameter Matrix => weight;

    /// <summary>In what the product is computed while gradients are recorded.</summary>
    public ScalarType ProductType { get; set; } = ScalarType.Float32;

    /// <summary>Draws the matrix from N(0, deviation²) and sets the bias to zero.</summary>
    public void Reset(double deviation, Generator generator)
    {
        Initialise.Normal(weight, deviation, generator);
        if (bias is null)
            return;
        using var ungraded = no_grad();
        bias.fill_(0);
    }

    /// <param name="input">[…, in]; a single row is fastest as a vector, [in].</param>
    /// <returns>[…, Σ out], the parts side by side.</returns>
    public override Tensor forward(Tensor input)
    {
        var output = Multiply(input);
        foreach (var part in parts)
        {
            if (part.Adapter is { IsMerged: false } adapter)
                adapter.AddTo(output, input, training);
        }

        return output;
    }

    /// <summary>The rows of the matrix that belong to a part, outside the autograd graph.</summary>
    public Tensor Rows(ProjectionPart part) => new WeightSlice(part.Name, weight, part.Start, part.Outputs).Value();

    /// <summary>Its weights on disk, each part's under <c>prefix.part</c>.</summary>
    public IEnumerable<WeightSlice> Weights(string prefix)
    {
        foreach (var part in parts)
        {
            yield return new WeightSlice($"{prefix}{part.Name}.weight", weight, part.Start, part.Outputs);
            if (bias is not null)
                yield return new WeightSlice($"{prefix}{part.Name}.bias", bias, part.Start, part.Outputs);
        }
    }

    private Tensor Multiply(Tensor input)
    {
        if (MixedPrecision.Narrows(ProductType))
            return MixedPrecision.Linear(input, weight, bias, ProductType);
        if (!FewRows.Takes(input, weight))
            return nn.functional.linear(input, weight, bias);
        var output = FewRows.Multiply(input, weight);
        return bias is null ? output : output.add_(bias);
    }
}
