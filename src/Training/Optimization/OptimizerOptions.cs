namespace Samantha.Training.Optimization;

/// <summary>Settings of AdamW, of the clipping before it, and of Muon where it takes the blocks' matrices.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The highest learning rate, which the schedule scales.</summary>
    public double LearningRate { get; init; } = 1e-3;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.95;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled decay of matrices; gains and biases are not decayed.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Learns the matrices of the blocks by Muon instead, if not null.</summary>
    public MuonOptions? Muon { get; init; }

    /// <summary>A longer gradient is scaled to this norm.</summary>
    public double MaxGradientNorm { get; init; } = 1.0;
}
