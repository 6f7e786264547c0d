namespace Samantha.Modeling.Emotions;

/// <summary>How far one word of a text moved the reading.</summary>
/// <param name="Word">The word as it stands in the text.</param>
/// <param name="Start">Its first character's index in the text, in UTF-16 units.</param>
/// <param name="Influence">
/// By how much the dominant label's probability falls when the word is left out, in [-1, 1]: words above 0 speak for it.
/// </param>
public sealed record WordContribution(string Word, int Start, double Influence);
