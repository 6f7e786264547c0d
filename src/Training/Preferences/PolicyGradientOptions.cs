namespace Samantha.Training.Preferences;

/// <summary>Settings of <see cref="PolicyGradient"/>.</summary>
public sealed record PolicyGradientOptions
{
    /// <summary>How dearly leaving the reference is paid for, 0 or more.</summary>
    public double ReferenceWeight { get; init; } = 0.1;

    /// <summary>The learning rate of the baseline, above 0.</summary>
    public double BaselineLearningRate { get; init; } = 0.01;

    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public PolicyGradientOptions Validated() =>
        ReferenceWeight >= 0 && double.IsFinite(ReferenceWeight) && BaselineLearningRate > 0 && double.IsFinite(BaselineLearningRate)
            ? this
            : throw new ArgumentException("A policy gradient needs a weight of the reference of 0 or more and a learning rate above 0.");
}
