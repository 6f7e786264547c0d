using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Samantha.Modeling.Emotions;

/// <summary>The 28 labels of GoEmotions (Demszky et al., 2020), in the order of the data set.</summary>
public static class EmotionLabels
{
    public const int Count = 28;

    /// <summary>The index of the label for a text that carries no emotion.</summary>
    public const int Neutral = 27;

    public static ImmutableArray<string> Names { get; } =
    [
        "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
        "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy",
        "love", "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
    ];

    private static readonly FrozenDictionary<string, int> Indices =
        Names.Index().ToFrozenDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is no such label.</exception>
    public static int IndexOf(string name) =>
        Indices.TryGetValue(name, out var index) ? index : throw new ArgumentException($"'{name}' is none of the emotion labels.", nameof(name));
}
