using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Inference;

namespace Samantha.Silo.Http.Conversations;

/// <summary>The turn is stored and will be there whatever happens.</summary>
/// <param name="TurnId">Names the turn.</param>
/// <param name="Reply">The whole reply.</param>
/// <param name="Model">The version that replied.</param>
/// <param name="EmotionalState">The companion's state after the turn.</param>
/// <param name="Usage">Tokens read and written; missing when the reply was stored before.</param>
/// <param name="Replayed">Whether the turn was stored before, and nothing was changed.</param>
public sealed record TurnCompletedBody(string TurnId, string Reply, string Model, EmotionalState EmotionalState, GenerationUsage? Usage, bool Replayed)
{
    public static TurnCompletedBody Of(TurnCompleted completed) => new(
        completed.Turn.TurnId, completed.Turn.Reply, completed.Turn.Model, completed.Turn.EmotionalState, completed.Usage, completed.Replayed);
}
