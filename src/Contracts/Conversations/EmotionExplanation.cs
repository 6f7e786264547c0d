using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>Which words of a turn moved the emotional state.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Emotion">What its text let one suppose.</param>
/// <param name="Words">Its words in their order.</param>
[GenerateSerializer, Immutable, Alias("samantha.emotion-explanation")]
public sealed record EmotionExplanation(
    [property: Id(0)] string TurnId,
    [property: Id(1)] UserEmotion Emotion,
    [property: Id(2)] IReadOnlyList<WordInfluence> Words);
