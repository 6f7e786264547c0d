using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// The first and second moments of projected texts: all that ridge regression and discriminant analysis need to know of
/// them. The order in which texts come plays no part but for rounding.
/// </summary>
internal sealed class ClassMoments : IDisposable
{
    private readonly ProjectionConfig projection;

    /// <param name="classes">How many there are.</param>
    /// <param name="config">The projection.</param>
    public ClassMoments(int classes, ProjectionConfig config)
    {
        projection = config;
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

    public void Add(IReadOnlyList<EncodedText> texts, IReadOnlyList<int> classes)
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
    public Tensor Linear(IReadOnlyList<EncodedText> texts, Tensor weights, Tensor biases)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        return biases.addmm(Features(texts), weights).masked_fill(Counts.eq(0), double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Second.Dispose();
        Sums.Dispose();
        Counts.Dispose();
    }

    private Tensor Features(IReadOnlyList<EncodedText> texts)
    {
        var rows = zeros(texts.Count, projection.Width);
        var values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        foreach (var (i, text) in texts.Index())
            text.Row(projection).CopyTo(values[(i * projection.Width)..]);
        return rows;
    }
}
