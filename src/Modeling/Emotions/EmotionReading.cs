using System.Collections.Immutable;

namespace Samantha.Modeling.Emotions;

/// <summary>What a text lets one suppose that its writer feels.</summary>
public sealed record EmotionReading
{
    /// <summary>
    /// Each label's calibrated probability in [0, 1], in the order of <see cref="EmotionLabels.Names"/>. Several can hold
    /// at once: they need not sum to 1.
    /// </summary>
    public required ImmutableArray<float> Probabilities { get; init; }

    /// <summary>The labels whose probability is above their threshold, most probable first; often one, sometimes none.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>The first of <see cref="Labels"/>, or the most probable label of all if that is empty.</summary>
    public required string Dominant { get; init; }

    /// <summary>The probabilities folded to one point.</summary>
    public required Affect Affect { get; init; }

    /// <summary>The reading of a text without a word in it.</summary>
    internal static EmotionReading Nothing { get; } = new()
    {
        Probabilities = [.. Enumerable.Range(0, EmotionLabels.Count).Select(label => label == EmotionLabels.Neutral ? 1f : 0f)],
        Labels = [EmotionLabels.Names[EmotionLabels.Neutral]],
        Dominant = EmotionLabels.Names[EmotionLabels.Neutral],
        Affect = default,
    };
}
