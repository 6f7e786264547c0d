using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>Something that a user told the companion to remember. It stays with the user and is never trained on.</summary>
/// <param name="Id">Names the fact among the user's; never used again.</param>
/// <param name="Text">The fact in the user's words, on one line.</param>
/// <param name="At">When it was told.</param>
[GenerateSerializer, Immutable, Alias("samantha.fact")]
public sealed record Fact(
    [property: Id(0)] long Id,
    [property: Id(1)] string Text,
    [property: Id(2)] DateTimeOffset At);
