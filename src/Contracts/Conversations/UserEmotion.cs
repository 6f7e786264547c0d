using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>What a text lets one suppose that its writer feels.</summary>
/// <param name="Labels">Every label's probability in [0, 1]; several may hold at once.</param>
/// <param name="Valence">Unpleasant to pleasant, in [-1, 1].</param>
/// <param name="Arousal">Calm to excited, in [-1, 1].</param>
/// <param name="Dominance">Helpless to in control, in [-1, 1].</param>
/// <param name="Dominant">The strongest label.</param>
[GenerateSerializer, Immutable, Alias("samantha.user-emotion")]
public sealed record UserEmotion(
    [property: Id(0)] IReadOnlyDictionary<string, double> Labels,
    [property: Id(1)] double Valence,
    [property: Id(2)] double Arousal,
    [property: Id(3)] double Dominance,
    [property: Id(4)] string Dominant);
