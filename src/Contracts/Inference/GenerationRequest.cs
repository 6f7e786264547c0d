using Orleans;
using Samantha.Contracts.Conversations;

namespace Samantha.Contracts.Inference;

/// <summary>A dialogue to continue with the companion's next line.</summary>
/// <param name="Dialogue">
/// The dialogue, oldest line first; the last line is the user's. When it does not fit the model's context, pairs are left
/// out from the oldest on, but never the first <paramref name="Pinned"/> lines nor the last one.
/// </param>
/// <param name="Pinned">How many lines at the start are kept whatever is left out, such as what is remembered.</param>
/// <param name="Tone">Conditions the reply; null leaves it to the model.</param>
/// <param name="Version">A version id, or null for the one that is served.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="Conversation">Requests with the same key share what was computed of their common beginning; null shares nothing.</param>
[GenerateSerializer, Immutable, Alias("samantha.generation-request")]
public sealed record GenerationRequest(
    [property: Id(0)] IReadOnlyList<ChatLine> Dialogue,
    [property: Id(1)] int Pinned,
    [property: Id(2)] Tone? Tone,
    [property: Id(3)] string? Version,
    [property: Id(4)] SamplingSettings Sampling,
    [property: Id(5)] string? Conversation = null);
