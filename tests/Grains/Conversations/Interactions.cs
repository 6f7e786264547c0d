using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;

namespace Samantha.Grains.Tests.Conversations;

/// <summary>Interactions with little in them.</summary>
internal static class Interactions
{
    public static UserEmotion Calm { get; } = new(new Dictionary<string, double> { ["neutral"] = 1 }, 0, 0, 0, "neutral");

    public static TurnTaken Turn(string id, string text = "hello", string reply = "hi", string? remembered = null) =>
        new(id, text, reply, "v1-000000000000", Calm, new EmotionalState { Valence = 0.1 }, remembered) { At = DateTimeOffset.UnixEpoch };

    public static FeedbackGiven Feedback(string turnId, int? rating = null, string? correction = null) =>
        new(turnId, new Feedback(rating, correction), new EmotionalState()) { At = DateTimeOffset.UnixEpoch };
}
