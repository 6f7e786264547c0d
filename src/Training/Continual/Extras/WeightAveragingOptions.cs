namespace Samantha.Training.Continual.Extras;

/// <summary>Settings of <see cref="WeightAveraging{TSample}"/>.</summary>
public sealed record WeightAveragingOptions
{
    /// <summary>What is kept of the average at an update, in [0, 1).</summary>
    public double Decay { get; init; } = 0.99;

    /// <summary>Updates from one addition to the next, for tables are long.</summary>
    public int Every { get; init; } = 5;
}
