namespace Samantha.Training.Optimization;

/// <summary>Settings of Muon.</summary>
public sealed record MuonOptions
{
    /// <summary>The highest learning rate, which the schedule scales; the spectral norm of a step.</summary>
    public double LearningRate { get; init; } = 0.02;

    public double Momentum { get; init; } = 0.95;

    /// <summary>Decoupled decay of the matrices.</summary>
    public double WeightDecay { get; init; }
}
