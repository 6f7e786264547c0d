using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Interactions;

/// <summary>The user judged a reply.</summary>
/// <param name="TurnId">The judged turn.</param>
/// <param name="Feedback">What was stated.</param>
/// <param name="EmotionalState">The companion's state after it.</param>
[GenerateSerializer, Immutable, Alias("samantha.feedback-given")]
public sealed record FeedbackGiven(
    [property: Id(0)] string TurnId,
    [property: Id(1)] Feedback Feedback,
    [property: Id(2)] EmotionalState EmotionalState) : Interaction;
