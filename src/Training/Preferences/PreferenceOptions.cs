namespace Samantha.Training.Preferences;

/// <summary>Settings of <see cref="DirectPreference"/>.</summary>
public sealed record PreferenceOptions
{
    /// <summary>β: how dearly leaving the reference is paid for, above 0.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>
    /// The weight of the preferred answers' own loss. The preference alone is satisfied by making both answers unlikely, as
    /// long as the other becomes more so (Pang et al. 2024, equation 1).
    /// </summary>
    public double LikelihoodWeight { get; init; }

    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public PreferenceOptions Validated() => Beta > 0 && double.IsFinite(Beta) && LikelihoodWeight >= 0 && double.IsFinite(LikelihoodWeight)
        ? this
        : throw new ArgumentException("Preferences need a beta above 0 and a weight of likelihood of 0 or more.");
}
