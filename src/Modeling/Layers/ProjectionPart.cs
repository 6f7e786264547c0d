using Samantha.Modeling.Lora;

namespace Samantha.Modeling.Layers;

/// <summary>One of the matrices that a <see cref="Projection"/> holds fused.</summary>
/// <param name="name">Its name in a checkpoint, <c>q_proj</c>.</param>
/// <param name="outputs">How many rows it has.</param>
internal sealed class ProjectionPart(string name, long outputs)
{
    public string Name { get; } = name;

    public long Outputs { get; } = outputs;

    /// <summary>Its first row in the fused matrix.</summary>
    public long Start { get; set; }

    /// <summary>The adapter that changes it, if any. Owned by whoever attached it.</summary>
    public MatrixAdapter? Adapter { get; set; }
}
