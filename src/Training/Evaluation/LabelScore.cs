namespace Samantha.Training.Evaluation;

/// <summary>What an encoder says of labels that are known.</summary>
/// <param name="BitsPerLabel">The mean of -log₂ of the right labels' probabilities.</param>
/// <param name="Predicted">The likeliest label each time.</param>
/// <param name="Actual">The right one.</param>
public sealed record LabelScore(double BitsPerLabel, IReadOnlyList<int> Predicted, IReadOnlyList<int> Actual)
{
    /// <summary>The share of labels that were the likeliest, in [0, 1].</summary>
    public double Accuracy { get; } = (double)Predicted.Zip(Actual).Count(pair => pair.First == pair.Second) / Math.Max(1, Predicted.Count);
}
