using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>What a user says, and how the companion should answer.</summary>
/// <param name="Text">What the user says; not empty.</param>
/// <param name="TurnId">Names the turn, so that it can be sent again safely: at most 128 letters, digits and <c>. _ : -</c>. Null makes a new one.</param>
/// <param name="Model">A version id, or null or <c>samantha</c> for the version being served.</param>
/// <param name="Sampling">How tokens are chosen; null for the service's defaults.</param>
[GenerateSerializer, Immutable, Alias("samantha.turn-request")]
public sealed record TurnRequest(
    [property: Id(0)] string Text,
    [property: Id(1)] string? TurnId = null,
    [property: Id(2)] string? Model = null,
    [property: Id(3)] SamplingSettings? Sampling = null);
