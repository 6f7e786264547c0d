using Samantha.Contracts.Emotions;
using Samantha.Modeling.Emotions;

namespace Samantha.Grains.Emotions;

/// <summary>Makes appraisals of what a user says and of how they rate a reply.</summary>
public static class Appraisals
{
    // How much of each emotion in a user's words is kindness, or hostility, towards whom they talk to. Much of it is about
    // something else, hence no weight of 1 except for thanks and rage.
    private static readonly (int Label, double Weight)[] Warm =
        Weights(("gratitude", 1), ("love", 0.8), ("admiration", 0.7), ("caring", 0.6), ("joy", 0.4), ("approval", 0.3), ("amusement", 0.3));

    private static readonly (int Label, double Weight)[] Hostile =
        Weights(("anger", 1), ("disgust", 0.7), ("annoyance", 0.6), ("disapproval", 0.3));

    /// <summary>What a user's words mean to the companion.</summary>
    public static Appraisal Of(EmotionReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return new Appraisal
        {
            Valence = reading.Affect.Valence,
            Arousal = reading.Affect.Arousal,
            Dominance = reading.Affect.Dominance,
            Intensity = Bounded.Share(1 - reading.Probabilities[EmotionLabels.Neutral]),
            Warmth = AnyOf(Warm, reading),
            Hostility = AnyOf(Hostile, reading),
            Dominant = reading.Dominant,
        };
    }

    /// <summary>What a rating means: thumbs up please and earn trust, thumbs down disappoint and cost some.</summary>
    /// <param name="rating">Below 0 bad, above 0 good; 0 takes a rating back and moves nothing.</param>
    public static Appraisal OfRating(int rating)
    {
        var label = rating switch { > 0 => "gratitude", < 0 => "disappointment", _ => "neutral" };
        var affect = EmotionAffect.Of(label);
        return new Appraisal
        {
            Valence = affect.Valence,
            Arousal = affect.Arousal,
            Dominance = affect.Dominance,
            Intensity = rating == 0 ? 0 : 0.5,
            Warmth = rating > 0 ? 1 : 0,
            Hostility = rating < 0 ? 0.5 : 0,
            Dominant = label,
        };
    }

    // The probability of at least one of them, each counted with its weight and taken as independent.
    private static double AnyOf((int Label, double Weight)[] emotions, EmotionReading reading)
    {
        var none = 1.0;
        foreach (var (label, weight) in emotions)
            none *= 1 - weight * Bounded.Share(reading.Probabilities[label]);
        return 1 - none;
    }

    private static (int, double)[] Weights(params (string Label, double Weight)[] weights) =>
        [.. weights.Select(item => (EmotionLabels.IndexOf(item.Label), item.Weight))];
}
