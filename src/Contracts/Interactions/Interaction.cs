using System.Text.Json.Serialization;
using Orleans;

namespace Samantha.Contracts.Interactions;

/// <summary>
/// Something that happened between a user and the companion, as the interaction log keeps it. A conversation is the
/// fold of its interactions in the order of their sequence.
/// </summary>
[GenerateSerializer, Immutable, Alias("samantha.interaction")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TurnTaken), "turn")]
[JsonDerivedType(typeof(FeedbackGiven), "feedback")]
[JsonDerivedType(typeof(FactRemembered), "remembered")]
[JsonDerivedType(typeof(FactUnremembered), "unremembered")]
[JsonDerivedType(typeof(FactTaught), "taught")]
[JsonDerivedType(typeof(ConsentChanged), "consent")]
[JsonDerivedType(typeof(EmotionalStateReset), "emotional-state-reset")]
public abstract record Interaction
{
    /// <summary>When it happened.</summary>
    [Id(0)]
    public DateTimeOffset At { get; init; }
}
