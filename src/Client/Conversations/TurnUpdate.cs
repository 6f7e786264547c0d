using Samantha.Contracts.Emotions;
using Samantha.Contracts.Inference;

namespace Samantha.Client.Conversations;

/// <summary>
/// What happens in a turn: one <see cref="EmotionHeard"/>, any number of <see cref="ReplyGrew"/>, then one
/// <see cref="TurnConfirmed"/>. Where the connection broke, <see cref="TurnRestarted"/> comes and it begins anew.
/// </summary>
public abstract record TurnUpdate;

/// <summary>The user's text was appraised, and the companion's state moved.</summary>
/// <param name="TurnId">Names the turn.</param>
/// <param name="Labels">Every label's probability in [0, 1]; several may hold at once.</param>
/// <param name="Valence">Unpleasant to pleasant, in [-1, 1].</param>
/// <param name="Arousal">Calm to excited, in [-1, 1].</param>
/// <param name="Dominance">Helpless to in control, in [-1, 1].</param>
/// <param name="Dominant">The strongest label.</param>
/// <param name="EmotionalState">The companion's state now.</param>
public sealed record EmotionHeard(
    string TurnId,
    IReadOnlyDictionary<string, double> Labels,
    double Valence,
    double Arousal,
    double Dominance,
    string Dominant,
    EmotionalState EmotionalState) : TurnUpdate;

/// <summary>The reply grew. All texts since the turn began, or began anew, are its reply so far.</summary>
/// <param name="Text">The new text; never empty.</param>
/// <param name="Model">The version that speaks.</param>
public sealed record ReplyGrew(string Text, string Model) : TurnUpdate;

/// <summary>The connection broke before the turn was confirmed, and it was sent again: what was heard of the reply is void.</summary>
/// <param name="Attempt">Which sending this is, from 2.</param>
/// <param name="Cause">What ended the sending before it.</param>
public sealed record TurnRestarted(int Attempt, Exception Cause) : TurnUpdate;

/// <summary>The turn is stored and will be there whatever happens.</summary>
/// <param name="TurnId">Names the turn.</param>
/// <param name="Reply">The whole reply.</param>
/// <param name="Model">The version that replied.</param>
/// <param name="EmotionalState">The companion's state after the turn.</param>
/// <param name="Usage">Tokens read and written; null when the reply was stored before.</param>
/// <param name="Replayed">Whether the turn was stored before, and nothing was changed.</param>
public sealed record TurnConfirmed(
    string TurnId, string Reply, string Model, EmotionalState EmotionalState, GenerationUsage? Usage, bool Replayed) : TurnUpdate;
