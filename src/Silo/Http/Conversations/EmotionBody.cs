using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;

namespace Samantha.Silo.Http.Conversations;

/// <summary>The user's text was appraised, and the companion's state moved.</summary>
/// <param name="TurnId">Names the turn.</param>
/// <param name="Labels">Every label's probability in [0, 1]; several may hold at once.</param>
/// <param name="Valence">Unpleasant to pleasant, in [-1, 1].</param>
/// <param name="Arousal">Calm to excited, in [-1, 1].</param>
/// <param name="Dominance">Helpless to in control, in [-1, 1].</param>
/// <param name="Dominant">The strongest label.</param>
/// <param name="EmotionalState">The companion's state now.</param>
public sealed record EmotionBody(
    string TurnId, IReadOnlyDictionary<string, double> Labels, double Valence, double Arousal, double Dominance, string Dominant, EmotionalState EmotionalState)
{
    public static EmotionBody Of(EmotionSensed sensed) => new(
        sensed.TurnId, sensed.Emotion.Labels, sensed.Emotion.Valence, sensed.Emotion.Arousal, sensed.Emotion.Dominance, sensed.Emotion.Dominant, sensed.EmotionalState);
}
