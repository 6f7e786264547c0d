using Orleans;

namespace Samantha.Contracts.Interactions;

/// <summary>The user removed something from the companion's memory.</summary>
/// <param name="FactId">The fact's id.</param>
[GenerateSerializer, Immutable, Alias("samantha.fact-unremembered")]
public sealed record FactUnremembered([property: Id(0)] long FactId) : Interaction;
