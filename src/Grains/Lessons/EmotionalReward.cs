using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>
/// The user's own emotional answer to a reply: how their valence moved until their next turn. It is a weak reward. What a user
/// feels has many causes, so it only weighs what they judged; by itself it never makes a lesson.
/// </summary>
public static class EmotionalReward
{
    /// <summary>How much an emotional answer speaks for a judgement, in [-1, 1]: for a reply that was rated up when the user felt better after it, for a correction when they felt worse.</summary>
    /// <param name="kind">What was judged.</param>
    /// <param name="turn">The turn with the reply.</param>
    /// <param name="next">The user's next turn.</param>
    public static double Of(LessonKind kind, Turn turn, Turn next)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(next);
        var moved = Math.Clamp((next.Emotion.Valence - turn.Emotion.Valence) / 2, -1, 1);
        return kind == LessonKind.Correction ? -moved : moved;
    }
}
