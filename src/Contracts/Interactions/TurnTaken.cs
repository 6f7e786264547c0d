using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Interactions;

/// <summary>A turn: what the user said, what the companion replied, and what both felt.</summary>
/// <param name="TurnId">Unique among the user's turns.</param>
/// <param name="Text">What the user said.</param>
/// <param name="Reply">What the companion replied.</param>
/// <param name="Model">The version that replied.</param>
/// <param name="Emotion">What the text let one suppose.</param>
/// <param name="EmotionalState">The companion's state after the turn.</param>
/// <param name="Remembered">What the text asked to remember, if it did.</param>
[GenerateSerializer, Immutable, Alias("samantha.turn-taken")]
public sealed record TurnTaken(
    [property: Id(0)] string TurnId,
    [property: Id(1)] string Text,
    [property: Id(2)] string Reply,
    [property: Id(3)] string Model,
    [property: Id(4)] UserEmotion Emotion,
    [property: Id(5)] EmotionalState EmotionalState,
    [property: Id(6)] string? Remembered = null) : Interaction;
