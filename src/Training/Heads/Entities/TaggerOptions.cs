namespace Samantha.Training.Heads.Entities;

/// <summary>How a tagger learns.</summary>
public sealed record TaggerOptions
{
    /// <summary>The size of the table of weights.</summary>
    public int Buckets { get; init; } = 1 << 19;

    /// <summary>The share of a token's features that are hidden while it is learned, in [0, 1).</summary>
    public double Dropout { get; init; } = 0.7;

    public float StepSize { get; init; } = 0.05f;

    /// <summary>What of a weight is added to its gradient.</summary>
    public float Penalty { get; init; } = 1e-3f;

    /// <summary>Chooses what is hidden.</summary>
    public long Seed { get; init; }
}
