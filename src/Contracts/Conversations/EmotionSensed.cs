using Orleans;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Conversations;

/// <summary>The user's text was appraised, and the companion's state moved.</summary>
/// <param name="TurnId">The turn's id, also where the caller gave none.</param>
/// <param name="Emotion">What the text lets one suppose.</param>
/// <param name="EmotionalState">The companion's state now.</param>
[GenerateSerializer, Immutable, Alias("samantha.emotion-sensed")]
public sealed record EmotionSensed(
    [property: Id(0)] string TurnId,
    [property: Id(1)] UserEmotion Emotion,
    [property: Id(2)] EmotionalState EmotionalState) : TurnEvent;
