using Orleans;
using Samantha.Contracts.Conversations;

namespace Samantha.Contracts.Interactions;

/// <summary>The user stated whether the model may learn from them.</summary>
/// <param name="Consent">What holds from here on.</param>
[GenerateSerializer, Immutable, Alias("samantha.consent-changed")]
public sealed record ConsentChanged([property: Id(0)] Consent Consent) : Interaction;
