using Orleans;
using Samantha.Contracts.Inference;

namespace Samantha.Contracts.Conversations;

/// <summary>The turn is stored and will be there whatever happens.</summary>
/// <param name="Turn">The turn as stored.</param>
/// <param name="Usage">Tokens read and written; null when the reply was not generated now.</param>
/// <param name="Replayed">Whether a turn with this id was stored before, and nothing was changed.</param>
[GenerateSerializer, Immutable, Alias("samantha.turn-completed")]
public sealed record TurnCompleted(
    [property: Id(0)] Turn Turn,
    [property: Id(1)] GenerationUsage? Usage = null,
    [property: Id(2)] bool Replayed = false) : TurnEvent;
