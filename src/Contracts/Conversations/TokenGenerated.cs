using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>The reply grew. All texts of a turn, joined, are its reply.</summary>
/// <param name="Text">The new text, whole characters only; never empty.</param>
/// <param name="Model">The version that speaks; the same for all of a turn.</param>
[GenerateSerializer, Immutable, Alias("samantha.token-generated")]
public sealed record TokenGenerated(
    [property: Id(0)] string Text,
    [property: Id(1)] string Model) : TurnEvent;
