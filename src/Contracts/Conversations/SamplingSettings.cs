using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>How the next token is chosen; null takes the service's default.</summary>
/// <param name="Temperature">In [0, 2]; 0 takes the likeliest token.</param>
/// <param name="TopK">Only the k likeliest tokens; at least 1.</param>
/// <param name="TopP">Only the likeliest tokens that together hold this share, in (0, 1].</param>
/// <param name="MinP">Only tokens at least this share as likely as the likeliest, in [0, 1].</param>
/// <param name="RepetitionPenalty">Divides the logits of tokens already there, in [1, 2].</param>
/// <param name="MaxTokens">The reply's longest length in tokens; at least 1.</param>
/// <param name="Stop">Strings that end the reply, at most 4; not part of it.</param>
/// <param name="Seed">The same seed, version and prompt give the same reply.</param>
[GenerateSerializer, Immutable, Alias("samantha.sampling")]
public sealed record SamplingSettings(
    [property: Id(0)] double? Temperature = null,
    [property: Id(1)] int? TopK = null,
    [property: Id(2)] double? TopP = null,
    [property: Id(3)] double? MinP = null,
    [property: Id(4)] double? RepetitionPenalty = null,
    [property: Id(5)] int? MaxTokens = null,
    [property: Id(6)] IReadOnlyList<string>? Stop = null,
    [property: Id(7)] long? Seed = null)
{
    /// <summary>The service's defaults throughout.</summary>
    public static SamplingSettings Default { get; } = new();
}
