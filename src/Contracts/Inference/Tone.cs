using Orleans;

namespace Samantha.Contracts.Inference;

/// <summary>The companion's state as far as it conditions a reply.</summary>
/// <param name="Valence">In [-1, 1].</param>
/// <param name="Arousal">In [-1, 1].</param>
[GenerateSerializer, Immutable, Alias("samantha.tone")]
public sealed record Tone(
    [property: Id(0)] double Valence,
    [property: Id(1)] double Arousal);
