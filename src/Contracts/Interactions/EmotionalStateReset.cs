using Orleans;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Interactions;

/// <summary>The companion's state was set back to its temperament.</summary>
/// <param name="EmotionalState">The state after it.</param>
[GenerateSerializer, Immutable, Alias("samantha.emotional-state-reset")]
public sealed record EmotionalStateReset([property: Id(0)] EmotionalState EmotionalState) : Interaction;
