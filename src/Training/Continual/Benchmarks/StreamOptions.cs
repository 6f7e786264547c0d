using Samantha.Training.Continual.Extras;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>How a stream is taught and looked at.</summary>
public sealed record StreamOptions
{
    /// <summary>How often each task's samples are gone through.</summary>
    public int Epochs { get; init; } = 5;

    public int BatchSize { get; init; } = 32;

    /// <summary>Updates from one look to the next.</summary>
    public int LookEvery { get; init; } = 20;

    /// <summary>Ends tasks before their last epoch, if set.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Seeds the order of the samples.</summary>
    public int Seed { get; init; }
}
