using System.Collections.Immutable;

namespace Samantha.Modeling.Emotions;

/// <summary>A reading and the words behind it.</summary>
/// <param name="Reading">The reading of the whole text.</param>
/// <param name="Words">The words in their order, as far as the classifier read.</param>
public sealed record EmotionAttribution(EmotionReading Reading, ImmutableArray<WordContribution> Words);
