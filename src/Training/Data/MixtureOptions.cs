namespace Samantha.Training.Data;

/// <summary>How sources become batches.</summary>
public sealed record MixtureOptions
{
    /// <summary>The longest row, in tokens.</summary>
    public int RowLength { get; init; } = 512;

    /// <summary>The most tokens in a batch, padding included.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Rows are sorted by length within pools of about this many batches.</summary>
    public int PoolBatches { get; init; } = 64;

    public long Seed { get; init; }
}
