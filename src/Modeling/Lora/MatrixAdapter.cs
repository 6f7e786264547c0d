using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>A change that is computed beside a matrix of a decoder, or added to it.</summary>
/// <param name="path">The name of the matrix in the base model, <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="projection">Where the matrix is.</param>
/// <param name="part">Which of the fused ones it is.</param>
internal abstract class MatrixAdapter(string path, Projection projection, ProjectionPart part) : IDisposable
{
    private Tensor? unmerged;

    public string Path => path;

    /// <summary>Whether the change is in the base matrix rather than beside it.</summary>
    public bool IsMerged => unmerged is not null;

    protected long Inputs => projection.Inputs;

    protected long Outputs => part.Outputs;

    public void Attach()
    {
        if (part.Adapter is not null)
            throw new InvalidOperationException($"{Path} carries an adapter already: take that one off first.");
        part.Adapter = this;
    }

    /// <summary>Takes the adapter off. What was merged stays in the base matrix.</summary>
    public void Detach()
    {
        if (part.Adapter == this)
            part.Adapter = null;
    }

    /// <summary>Adds this adapter's change to the part's columns of a projection's output.</summary>
    public void AddTo(Tensor output, Tensor input, bool training)
    {
        using var change = Apply(input, training);
        using var columns = output.narrow(-1, part.Start, part.Outputs);
        columns.add_(change, Scale);
    }

    public void Merge()
    {
        if (IsMerged)
            return;
        using var ungraded = no_grad();
        using var rows = projection.Rows(part);
        unmerged = rows.clone().DetachFromDisposeScope();
        using var change = Matrix();
        rows.add_(change, Scale);
    }

    /// <summary>Restores the base matrix bit for bit.</summary>
    public void Unmerge()
    {
        if (unmerged is null)
            return;
        using var ungraded = no_grad();
        using var rows = projection.Rows(part);
        rows.copy_(unmerged);
        Forget();
    }

    public virtual void Dispose()
    {
        Detach();
        Forget();
    }

    /// <summary>What the change is multiplied by.</summary>
    public abstract double Scale { get; }

    /// <summary>The change of a projection's output, [.., out], before it is scaled.</summary>
    protected abstract Tensor Apply(Tensor input, bool training);

    /// <summary>The change of the matrix, [out, in], before it is scaled.</summary>
    protected abstract Tensor Matrix();

    /// <summary>What was merged can be taken out no more.</summary>
    protected void Forget()
    {
        unmerged?.Dispose();
        unmerged = null;
    }
}
