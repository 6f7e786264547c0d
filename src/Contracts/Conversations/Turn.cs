using Orleans;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Conversations;

/// <summary>One stored exchange: what the user said and what the companion replied.</summary>
/// <param name="TurnId">The name under which it is stored, unique among the user's turns.</param>
/// <param name="Sequence">The place among the user's records; later turns have greater numbers, with gaps.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Text">What the user said.</param>
/// <param name="Reply">What the companion replied.</param>
/// <param name="Model">The version that replied.</param>
/// <param name="Emotion">What the user's text let one suppose.</param>
/// <param name="EmotionalState">The companion's state after the turn.</param>
/// <param name="Feedback">What the user says of the reply now, if anything.</param>
[GenerateSerializer, Immutable, Alias("samantha.turn")]
public sealed record Turn(
    [property: Id(0)] string TurnId,
    [property: Id(1)] long Sequence,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Text,
    [property: Id(4)] string Reply,
    [property: Id(5)] string Model,
    [property: Id(6)] UserEmotion Emotion,
    [property: Id(7)] EmotionalState EmotionalState,
    [property: Id(8)] Feedback? Feedback = null);
