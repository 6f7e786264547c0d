using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>
/// What of a model learns lessons: the matrices of its upper blocks, each W = W₀ + O A I with A learned, and I and O from a
/// <see cref="KroneckerMetric"/>. Descent in A is descent in W where distance is what a change costs. Or, without a metric,
/// some parameters as they are.
/// </summary>
internal sealed class LearnedWeights : IDisposable
{
    /// <summary>The blocks nearest the input, which this share of all is, learn nothing: most of what they do is common to all text.</summary>
    private const int LowerShare = 3;

    private readonly IReadOnlyList<Matrix> matrices;

    private LearnedWeights(IReadOnlyList<Parameter> parameters, IReadOnlyList<Matrix> matrices)
    {
        Parameters = parameters;
        this.matrices = matrices;
    }

    /// <summary>What is learned, always in one order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The matrices that learn, in the order of the blocks.</summary>
    public static IReadOnlyList<Projection> Matrices(DecoderModel model)
    {
        var all = model.Projections.ToList();
        return [.. all.Skip(all.Count / model.Config.Layers * (model.Config.Layers / LowerShare)).Select(found => found.Projection)];
    }

    /// <summary>Some parameters as they are; they outlive this.</summary>
    public static LearnedWeights Plain(IReadOnlyList<Parameter> parameters) => new(parameters, []);

    /// <summary>The matrices of a model's upper blocks. Nothing else of it is learned, nor any gradient of it recorded.</summary>
    /// <param name="model">The model; it begins where it is, but for the way back.</param>
    /// <param name="root">The version that the line began with.</param>
    /// <param name="back">How much of the way to the root it goes back first, in [0, 1): what no lesson holds in its place is lost, so that the changes of many sessions do not add up.</param>
    /// <param name="metric">The root's; it outlives this.</param>
    public static LearnedWeights Within(DecoderModel model, DecoderModel root, double back, KroneckerMetric metric)
    {
        foreach (var parameter in model.parameters())
            parameter.requires_grad_(false);
        var matrices = Matrices(model).Zip(Matrices(root)).Select((pair, i) =>
        {
            var weight = pair.First.Matrix;
            weight.requires_grad_(true);
            return new Matrix(weight, Between(weight, pair.Second.Matrix, back), new Parameter(zeros_like(weight)), metric.Inputs(i), metric.Outputs(i));
        }).ToList();
        return new LearnedWeights([.. matrices.Select(matrix => matrix.Learned)], matrices);
    }

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        foreach (var parameter in matrices.Count > 0 ? matrices.Select(matrix => matrix.Weight) : Parameters)
            parameter.grad = null;
    }

    /// <summary>Takes the model's gradients over to <see cref="Parameters"/>.</summary>
    public void Gather()
    {
        using var ungraded = no_grad();
        foreach (var matrix in matrices)
        {
            using var scope = NewDisposeScope();
            var gradient = matrix.Weight.grad!.matmul(matrix.Inputs);
            matrix.Learned.grad = matrix.Outputs is { } outputs ? outputs.matmul(gradient) : gradient;
        }
    }

    /// <summary>Sets the model to what its <see cref="Parameters"/> say.</summary>
    public void Apply()
    {
        using var ungraded = no_grad();
        foreach (var matrix in matrices)
        {
            using var scope = NewDisposeScope();
            var change = matrix.Outputs is { } outputs ? outputs.matmul(matrix.Learned) : matrix.Learned;
            matrix.Weight.copy_(matrix.Start.addmm(change, matrix.Inputs));
        }
    }

    public void Dispose()
    {
        foreach (var matrix in matrices)
        {
            matrix.Start.Dispose();
            matrix.Learned.Dispose();
        }
    }

    private static Tensor Between(Tensor from, Tensor to, double share)
    {
        using var ungraded = no_grad();
        using var weight = tensor((float)share, device: from.device);
        return share == 0 ? from.detach().clone() : from.lerp(to, weight);
    }

    private sealed record Matrix(Parameter Weight, Tensor Start, Parameter Learned, Tensor Inputs, Tensor? Outputs);
}
