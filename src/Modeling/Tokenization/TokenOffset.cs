namespace Samantha.Modeling.Tokenization;

/// <summary>Where a token stands in the text: <c>[Start, End)</c>.</summary>
/// <param name="Start">The first position.</param>
/// <param name="End">The position after the last.</param>
public readonly record struct TokenOffset(int Start, int End);
