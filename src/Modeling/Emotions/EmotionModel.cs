namespace Samantha.Modeling.Emotions;

/// <summary>Everything that an <see cref="EmotionClassifier"/> has learned.</summary>
/// <param name="Linear">The n-grams and their weights.</param>
/// <param name="Words">The words that the recurrent networks know.</param>
/// <param name="Recurrent">The recurrent networks, whose scores are averaged; at least one.</param>
/// <param name="Calibration">From scores to probabilities and decisions.</param>
internal sealed record EmotionModel(
    LinearScorer Linear,
    WordVocabulary Words,
    IReadOnlyList<RecurrentScorer> Recurrent,
    ScoreCalibration Calibration);
