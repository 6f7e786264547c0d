using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>A linear classifier that is solved from moments, when it is next asked after it has learned.</summary>
internal abstract class MomentHead(int classes, ProjectionConfig projection) : ITextHead
{
    private readonly ClassMoments moments = new(classes, projection);
    private (Tensor Weights, Tensor Biases)? solution;

    public IReadOnlyList<(string Name, Tensor Tensor)> State => [("second", moments.Second), ("sums", moments.Sums), ("counts", moments.Counts)];

    public void Learn(IReadOnlyList<EncodedText> texts, IReadOnlyList<int> classes)
    {
        moments.Add(texts, classes);
        Restored();
    }

    public Tensor Scores(IReadOnlyList<EncodedText> texts)
    {
        var (weights, biases) = solution ??= Solved();
        return moments.Linear(texts, weights, biases);
    }

    public void Restored()
    {
        solution?.Weights.Dispose();
        solution?.Biases.Dispose();
        solution = null;
    }

    public void Dispose()
    {
        Restored();
        moments.Dispose();
    }

    /// <summary>Weights (width, classes) and biases (classes).</summary>
    protected abstract (Tensor Weights, Tensor Biases) Solve(ClassMoments moments);

    private (Tensor Weights, Tensor Biases) Solved()
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var (weights, biases) = Solve(moments);
        return (weights.DetachFromDisposeScope(), biases.DetachFromDisposeScope());
    }
}
