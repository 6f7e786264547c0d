using Orleans;

namespace Samantha.Contracts.Inference;

/// <summary>A piece of a generated reply: any number with text, then one that ends it.</summary>
/// <param name="Version">The version that speaks; the same in every event of a request.</param>
/// <param name="Text">The new text, whole characters only; empty only in the last event.</param>
/// <param name="Finish">Why the reply ended; null in all events but the last.</param>
/// <param name="Usage">Tokens read and written; null in all events but the last.</param>
/// <param name="Writing">How long the device computed all tokens but the first, for this version alone; null in all events but the last.</param>
[GenerateSerializer, Immutable, Alias("samantha.generation-event")]
public sealed record GenerationEvent(
    [property: Id(0)] string Version,
    [property: Id(1)] string Text,
    [property: Id(2)] FinishReason? Finish = null,
    [property: Id(3)] GenerationUsage? Usage = null,
    [property: Id(4)] TimeSpan? Writing = null);
