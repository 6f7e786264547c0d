namespace Samantha.Modeling.Emotions;

/// <summary>A vector of which only the elements that are not 0 are kept.</summary>
/// <param name="Indices">Where they are, ascending.</param>
/// <param name="Values">What they are.</param>
public sealed record SparseVector(int[] Indices, float[] Values);
