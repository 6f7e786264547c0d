using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;

namespace Samantha.Grains.Interactions;

/// <summary>How a turn follows from what was logged of it.</summary>
public static class TurnFold
{
    /// <summary>The turn as it was taken.</summary>
    public static Turn Of(TurnTaken taken, long sequence)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return new Turn(taken.TurnId, sequence, taken.At, taken.Text, taken.Reply, taken.Model, taken.Emotion, taken.EmotionalState);
    }

    /// <summary>The turn after one more feedback: what it states replaces what was stated, a rating of 0 takes the rating back.</summary>
    public static Turn With(Turn turn, Feedback feedback)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(feedback);
        var rating = feedback.Rating switch { null => turn.Feedback?.Rating, 0 => null, var stated => stated };
        var correction = feedback.Correction ?? turn.Feedback?.Correction;
        return turn with { Feedback = rating is null && correction is null ? null : new Feedback(rating, correction) };
    }
}
