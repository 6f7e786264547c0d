namespace Samantha.Training.Continual.Extras;

/// <summary>What any strategy may be given besides. Weight decay is a setting of the optimizer, adversarial perturbation one of the strategies.</summary>
public sealed record TrainingExtras
{
    /// <summary>The share of words that a query loses each time it is learned from.</summary>
    public double WordDropout { get; init; }

    /// <summary>The share of hidden units that are silent each time.</summary>
    public double Dropout { get; init; }

    /// <summary>Averages weights, if set.</summary>
    public WeightAveragingOptions? Averaging { get; init; }
}
