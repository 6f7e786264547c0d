using Orleans;

namespace Samantha.Grains.Conversations;

/// <summary>What prompts need of a turn.</summary>
/// <param name="TurnId">Its name.</param>
/// <param name="Text">What the user said.</param>
/// <param name="Reply">What the companion replied.</param>
/// <param name="Correction">What the user would rather have heard, if they said.</param>
/// <param name="Model">The version that replied; null in what was saved before versions were kept here.</param>
/// <param name="Valence">The user's valence in what they said, in [-1, 1].</param>
[GenerateSerializer, Immutable, Alias("samantha.recent-turn")]
internal sealed record RecentTurn(
    [property: Id(0)] string TurnId,
    [property: Id(1)] string Text,
    [property: Id(2)] string Reply,
    [property: Id(3)] string? Correction = null,
    [property: Id(4)] string? Model = null,
    [property: Id(5)] double Valence = 0);
