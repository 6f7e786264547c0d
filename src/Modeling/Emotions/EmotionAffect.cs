namespace Samantha.Modeling.Emotions;

/// <summary>Where the emotions lie in the space of valence, arousal and dominance.</summary>
/// <remarks>
/// The table is this project's own judgement in tenths. It keeps the order and the signs that people give such words when
/// asked to rate them, as in the norms of Russell and Mehrabian (1977) for 151 emotion terms and of Warriner, Kuperman and
/// Brysbaert (2013) for 13,915 English words, with neutral as the origin.
/// </remarks>
public static class EmotionAffect
{
    private static readonly Affect[] Table =
    [
        new(0.7, 0.2, 0.1), // admiration
        new(0.8, 0.4, 0.3), // amusement
        new(-0.7, 0.8, 0.3), // anger
        new(-0.5, 0.4, 0.1), // annoyance
        new(0.5, 0.1, 0.3), // approval
        new(0.7, 0.1, 0.3), // caring
        new(-0.3, 0.3, -0.4), // confusion
        new(0.3, 0.4, 0.1), // curiosity
        new(0.5, 0.5, 0.2), // desire
        new(-0.6, -0.1, -0.4), // disappointment
        new(-0.5, 0.2, 0.2), // disapproval
        new(-0.7, 0.4, 0.1), // disgust
        new(-0.5, 0.4, -0.6), // embarrassment
        new(0.8, 0.8, 0.4), // excitement
        new(-0.7, 0.7, -0.6), // fear
        new(0.8, 0.1, -0.1), // gratitude
        new(-0.8, 0.1, -0.6), // grief
        new(0.9, 0.5, 0.4), // joy
        new(0.9, 0.4, 0.2), // love
        new(-0.4, 0.6, -0.6), // nervousness
        new(0.7, 0.3, 0.4), // optimism
        new(0.7, 0.4, 0.6), // pride
        new(0.1, 0.3, 0.1), // realization
        new(0.6, -0.4, 0.2), // relief
        new(-0.6, 0.1, -0.5), // remorse
        new(-0.7, -0.3, -0.5), // sadness
        new(0.2, 0.7, -0.1), // surprise
        new(0, 0, 0), // neutral
    ];

    /// <summary>An emotion's place.</summary>
    /// <param name="label">One of <see cref="EmotionLabels.Names"/>.</param>
    public static Affect Of(string label) => Table[EmotionLabels.IndexOf(label)];

    /// <summary>The mean of the emotions' places, each weighted with its probability.</summary>
    /// <param name="probabilities">28 numbers from 0; they need not sum to 1. All zero gives the origin.</param>
    public static Affect Fold(ReadOnlySpan<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, EmotionLabels.Count);
        double valence = 0, arousal = 0, dominance = 0, total = 0;
        for (var label = 0; label < probabilities.Length; label++)
        {
            var (v, a, d) = Table[label];
            var weight = probabilities[label];
            valence += weight * v;
            arousal += weight * a;
            dominance += weight * d;
            total += weight;
        }

        return total > 0 ? new Affect(valence / total, arousal / total, dominance / total) : default;
    }
}
