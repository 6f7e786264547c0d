namespace Samantha.Training.Optimization;

/// <summary>Settings of AdamW and of the clipping before it.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The highest learning rate, which the schedule scales.</summary>
    public double LearningRate { get; init; } = 1e-3;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.95;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled decay of matrices; gains and biases are not decayed.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>A longer gradient is scaled to this norm.</summary>
    public double MaxGradientNorm { get; init; } = 1.0;
}
