using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Emotions;
using Samantha.Modeling.Emotions;

namespace Samantha.Grains.Conversations;

/// <summary>Appraises with the trained classifier.</summary>
public sealed class ClassifierAppraiser(EmotionClassifier classifier) : IEmotionAppraiser
{
    /// <inheritdoc/>
    public (UserEmotion Emotion, Appraisal Appraisal) Appraise(string text)
    {
        var reading = classifier.Classify(text);
        return (Emotion(reading), Appraisals.Of(reading));
    }

    /// <inheritdoc/>
    public (UserEmotion Emotion, IReadOnlyList<WordInfluence> Words) Explain(string text)
    {
        var attribution = classifier.Explain(text);
        return (Emotion(attribution.Reading), attribution.Words.Select(word => new WordInfluence(word.Word, word.Start, word.Influence)).ToArray());
    }

    // Four digits: what is stored with every turn need not be longer than it is exact.
    private static UserEmotion Emotion(EmotionReading reading) => new(
        EmotionLabels.Names.Zip(reading.Probabilities).ToDictionary(label => label.First, label => Math.Round((double)label.Second, 4)),
        reading.Affect.Valence,
        reading.Affect.Arousal,
        reading.Affect.Dominance,
        reading.Dominant);
}
