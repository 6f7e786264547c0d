namespace Samantha.Training.Continual.Benchmarks;

/// <summary>A text and its intent.</summary>
/// <param name="Text">What somebody asked, in lower case.</param>
/// <param name="Class">The intent's number.</param>
/// <param name="Ngrams">The text's n-grams as rows of a table (<see cref="NgramHashing"/>).</param>
public sealed record Query(string Text, int Class, int[] Ngrams);
