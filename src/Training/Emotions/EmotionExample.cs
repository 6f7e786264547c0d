namespace Samantha.Training.Emotions;

/// <summary>A text and the emotions that people found in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Labels">Indices into <see cref="Modeling.Emotions.EmotionLabels.Names"/>, at least one.</param>
public sealed record EmotionExample(string Text, IReadOnlyList<int> Labels);
