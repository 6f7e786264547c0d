namespace Samantha.Training.Continual.Learners;

/// <summary>Settings of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    public double LearningRate { get; init; } = 5e-4;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>What a step takes off each weight, as a share of it and of the learning rate (Loshchilov and Hutter 2019).</summary>
    public double WeightDecay { get; init; }
}
