using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>
/// A low-rank change of a matrix: W + s·B·A with A [r, in], B [out, r] (Hu et al. 2021, equation 3).
/// A starts uniform as a linear layer does and B at zero, so that a fresh adapter changes nothing.
/// </summary>
internal sealed class LowRankAdapter : IDisposable
{
    private readonly Projection projection;
    private readonly ProjectionPart part;
    private Tensor? unmerged;

    public LowRankAdapter(string path, Projection projection, ProjectionPart part, long rank, double scale, double dropout, Device device, Generator generator)
    {
        this.projection = projection;
        this.part = part;
        Path = path;
        Scale = scale;
        Dropout = dropout;
        A = Initialise.Empty(device, rank, projection.Inputs);
        B = Initialise.Zeros(device, part.Outputs, rank);

        var bound = 1.0 / Math.Sqrt(projection.Inputs);
        using var ungraded = no_grad();
        A.uniform_(-bound, bound, generator);
    }

    /// <summary>The name of the adapted matrix in the base model, <c>model.layers.0.self_attn.q_proj</c>.</summary>
    public string Path { get; }

    /// <summary>s, usually alpha / r.</summary>
    public double Scale { get; }

    public double Dropout { get; }

    public Parameter A { get; }

    public Parameter B { get; }

    /// <summary>Whether the change is in the base matrix rather than beside it.</summary>
    public bool IsMerged => unmerged is not null;

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
        using var dropped = training && Dropout > 0 ? nn.functional.dropout(input, Dropout, training: true) : null;
        using var low = nn.functional.linear(dropped ?? input, A);
        using var change = nn.functional.linear(low, B);
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
        using var change = B.matmul(A);
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
        unmerged.Dispose();
        unmerged = null;
    }

    public void Dispose()
    {
        Detach();
        A.Dispose();
        B.Dispose();
        unmerged?.Dispose();
        unmerged = null;
    }
}
