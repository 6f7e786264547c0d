using Samantha.Modeling.Emotions;

namespace Samantha.Grains.Emotions;

/// <summary>The names that the companion's own state can take.</summary>
internal static class Feelings
{
    // Those of the labels that are about how one feels, rather than about what one thinks of something.
    private static readonly (string Label, Affect Affect)[] Named =
    [
        .. new[]
        {
            "neutral", "joy", "excitement", "love", "caring", "optimism", "curiosity", "relief", "surprise",
            "sadness", "disappointment", "nervousness", "fear", "annoyance", "anger", "confusion",
        }.Select(label => (label, EmotionAffect.Of(label))),
    ];

    /// <summary>The feeling whose place in the space of valence, arousal and dominance is nearest.</summary>
    public static string Nearest(double valence, double arousal, double dominance) =>
        Named.MinBy(feeling => Square(feeling.Affect.Valence - valence)
            + Square(feeling.Affect.Arousal - arousal)
            + Square(feeling.Affect.Dominance - dominance)).Label;

    private static double Square(double value) => value * value;
}
