namespace Samantha.Training.Heads.Entities;

/// <summary>A sentence and its named entities.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Tags">A tag for each: O, B-type or I-type.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Tokens, IReadOnlyList<string> Tags);
