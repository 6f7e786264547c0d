using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>How far one word of a text moved the supposed emotion.</summary>
/// <param name="Word">The word as it stands in the text.</param>
/// <param name="Start">Its first character's index in the text, in UTF-16 units.</param>
/// <param name="Influence">The change of the dominant label's probability when the word is left out, in [-1, 1]; positive words speak for the label.</param>
[GenerateSerializer, Immutable, Alias("samantha.word-influence")]
public sealed record WordInfluence(
    [property: Id(0)] string Word,
    [property: Id(1)] int Start,
    [property: Id(2)] double Influence);
