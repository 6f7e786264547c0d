namespace Samantha.Training.Runs;

/// <summary>Where a run stands: with the weights and the optimizer's state, all that its future depends on.</summary>
public sealed record TrainingState
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>The epoch being read.</summary>
    public int Epoch { get; init; }

    /// <summary>The batch of that epoch that comes next.</summary>
    public int Batch { get; init; }

    /// <summary>Epochs so far, with the share of the one being read.</summary>
    public double Epochs { get; init; }

    /// <summary>Tokens so far, as <see cref="Data.TokenBatch.Tokens"/> counts them.</summary>
    public long Tokens { get; init; }

    /// <summary>Seconds of training so far, measuring and saving left out.</summary>
    public double Seconds { get; init; }

    /// <summary>The running mean of the training loss, in nats a label.</summary>
    public double SmoothedLoss { get; init; }
}
