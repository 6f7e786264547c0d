using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>A user's judgement of a reply. A later feedback to the same turn replaces what it states.</summary>
/// <param name="Rating">-1 (bad), 0 (withdrawn) or 1 (good); null leaves the rating as it is.</param>
/// <param name="Correction">What the reply should have been; null leaves the correction as it is.</param>
[GenerateSerializer, Immutable, Alias("samantha.feedback")]
public sealed record Feedback(
    [property: Id(0)] int? Rating = null,
    [property: Id(1)] string? Correction = null);
