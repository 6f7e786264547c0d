using Orleans;
using Samantha.Contracts.Emotions;

namespace Samantha.Contracts.Conversations;

/// <summary>A conversation as it stands, with one page of its history.</summary>
/// <param name="User">Whose conversation.</param>
/// <param name="TurnCount">How many turns are stored.</param>
/// <param name="Turns">The page, oldest first.</param>
/// <param name="Before">What to pass for the page before this one, or null when this is the first.</param>
/// <param name="EmotionalState">The companion's state now.</param>
/// <param name="Memory">What the user told the companion to remember.</param>
/// <param name="Consent">Whether the model may learn from the user.</param>
[GenerateSerializer, Immutable, Alias("samantha.conversation-view")]
public sealed record ConversationView(
    [property: Id(0)] string User,
    [property: Id(1)] long TurnCount,
    [property: Id(2)] IReadOnlyList<Turn> Turns,
    [property: Id(3)] long? Before,
    [property: Id(4)] EmotionalState EmotionalState,
    [property: Id(5)] IReadOnlyList<Fact> Memory,
    [property: Id(6)] Consent Consent);
