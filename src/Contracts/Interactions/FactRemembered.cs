using Orleans;

namespace Samantha.Contracts.Interactions;

/// <summary>The user told the companion something to remember.</summary>
/// <param name="Text">The fact, on one line.</param>
[GenerateSerializer, Immutable, Alias("samantha.fact-remembered")]
public sealed record FactRemembered([property: Id(0)] string Text) : Interaction;
