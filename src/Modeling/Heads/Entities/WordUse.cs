namespace Samantha.Modeling.Heads.Entities;

/// <summary>How raw text uses a word.</summary>
/// <param name="Count">How often it occurs.</param>
/// <param name="Inside">How often within a clause, where only names and the like have a capital.</param>
/// <param name="Capital">How often it has a capital there.</param>
/// <param name="Classes">Of words that are used alike, in ever finer divisions; empty for rare words.</param>
public sealed record WordUse(int Count, int Inside, int Capital, IReadOnlyList<int> Classes);
