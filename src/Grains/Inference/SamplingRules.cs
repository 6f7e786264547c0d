using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Inference;

/// <summary>The ranges of sampling settings.</summary>
public static class SamplingRules
{
    private const int MostStops = 4;
    private const int LongestStop = 64;

    /// <summary>What <paramref name="wanted"/> leaves open, taken from <paramref name="defaults"/>.</summary>
    /// <exception cref="InvalidSamplingException">A setting is out of its range; the message says which and what it may be.</exception>
    public static SamplingSettings Complete(SamplingSettings? wanted, SamplingSettings defaults, int mostTokens)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        wanted ??= SamplingSettings.Default;
        Check(wanted, mostTokens);
        return new SamplingSettings(
            wanted.Temperature ?? defaults.Temperature,
            wanted.TopK ?? defaults.TopK,
            wanted.TopP ?? defaults.TopP,
            wanted.MinP ?? defaults.MinP,
            wanted.RepetitionPenalty ?? defaults.RepetitionPenalty,
            wanted.MaxTokens ?? defaults.MaxTokens,
            wanted.Stop ?? defaults.Stop,
            wanted.Seed ?? defaults.Seed);
    }

    /// <summary>Throws if a setting is out of its range.</summary>
    /// <exception cref="InvalidSamplingException">The message says which and what it may be.</exception>
    public static void Check(SamplingSettings settings, int mostTokens)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Require(settings.Temperature is null or (>= 0 and <= 2), "The temperature must be from 0 to 2.");
        Require(settings.TopK is null or >= 1, "Top-k must be at least 1.");
        Require(settings.TopP is null or (> 0 and <= 1), "Top-p must be above 0 and at most 1.");
        Require(settings.MinP is null or (>= 0 and <= 1), "Min-p must be from 0 to 1.");
        Require(settings.RepetitionPenalty is null or (>= 1 and <= 2), "The repetition penalty must be from 1 to 2.");
        Require(settings.MaxTokens is null || (settings.MaxTokens >= 1 && settings.MaxTokens <= mostTokens), $"The most tokens of a reply must be from 1 to {mostTokens}.");
        Require(settings.Stop is null || settings.Stop.Count <= MostStops, $"There may be at most {MostStops} stop strings.");
        Require(settings.Stop is null || settings.Stop.All(stop => stop is { Length: > 0 and <= LongestStop }), $"A stop string must have 1 to {LongestStop} characters.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new InvalidSamplingException(message);
    }
}
