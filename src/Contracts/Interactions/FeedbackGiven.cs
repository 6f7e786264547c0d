using System.Text.Json.Serialization;
using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Interactions;

/// <summary>The user judged a reply.</summary>
/// <param name="TurnId">The judged turn.</param>
/// <param name="Feedback">What was stated.</param>
/// <param name="EmotionalState">The companion's state after it.</param>
/// <param name="Trace">The trace in which it was stated, as a W3C traceparent; null where none was recorded.</param>
[GenerateSerializer, Immutable, Alias("samantha.feedback-given")]
public sealed record FeedbackGiven(
    [property: Id(0)] string TurnId,
    [property: Id(1)] Feedback Feedback,
    [property: Id(2)] EmotionalState EmotionalState,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null) : Interaction;
