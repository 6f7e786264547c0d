using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>
/// What happens in a turn, in this order: one <see cref="EmotionSensed"/>, any number of <see cref="TokenGenerated"/>,
/// then one <see cref="TurnCompleted"/> or one <see cref="TurnFailed"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("samantha.turn-event")]
public abstract record TurnEvent;
