using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// The first and second moments of projected texts: all that ridge regression and discriminant analysis need to know of
/// them. The order in which texts come plays no part but for rounding.
/// </summary>
internal sealed class ClassMoments : IDisposable
{
    private const int Chunk = 1024;

    private readonly SparseProjection projection;
    private readonly bool rectified;

    /// <param name="classes">How many there are.</param>
    /// <param name="config">The projection.</param>
    public ClassMoments(int classes, ProjectionConfig config)
    {
        projection = new SparseProjection(config.Views, config.Width, config.Seed);
        rectified = config.Rectified;
        Second = zeros(config.Width, config.Width).DetachFromDisposeScope();
        Sums = zeros(config.Width, classes).DetachFromDisposeScope();
        Counts = zeros(classes).DetachFromDisposeScope();
    }

    /// <summary>Σ x xᵀ over all texts: (width, width).</summary>
    public Tensor Second { get; }

    /// <summary>Σ x over each class's texts: (width, classes).</summary>
    public Tensor Sums { get; }

    /// <summary>How many texts each class has: (classes).</summary>
    public Tensor Counts { get; }

    public void Add(IReadOnlyList<string> texts, IReadOnlyList<int> classes)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var rows = Features(texts);
        var indicators = zeros(texts.Count, Counts.shape[0]);
        var values = MemoryMarshal.Cast<byte, float>(indicators.bytes);
        foreach (var (i, @class) in classes.Index())
            values[i * (int)Counts.shape[0] + @class] = 1;
        Second.addmm_(rows.t(), rows);
        Sums.addmm_(rows.t(), indicators);
        Counts.add_(indicators.sum(dim: 0));
    }

    /// <summary>The scores weights · x + biases of texts, and negative infinity for classes without a text.</summary>
    public Tensor Linear(IReadOnlyList<string> texts, Tensor weights, Tensor biases)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var unseen = Counts.eq(0);
        var parts = texts.Chunk(Chunk).Select(chunk => biases.addmm(Features(chunk), weights).masked_fill(unseen, double.NegativeInfinity)).ToList();
        return (parts.Count == 0 ? zeros(0, Counts.shape[0]) : cat(parts, 0)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Second.Dispose();
        Sums.Dispose();
        Counts.Dispose();
    }

    private Tensor Features(IReadOnlyList<string> texts)
    {
        var rows = projection.Project(texts);
        return rectified ? rows.relu() : rows;
    }
}
