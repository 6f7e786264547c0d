namespace Samantha.Modeling.Heads;

/// <summary>How texts become rows of numbers.</summary>
/// <param name="Views">The n-grams that are projected.</param>
/// <param name="Width">The length of a row.</param>
/// <param name="Seed">Chooses the random projection.</param>
/// <param name="Rectified">Whether negative numbers become 0.</param>
public sealed record ProjectionConfig(IReadOnlyList<NgramView> Views, int Width, int Seed = 0, bool Rectified = false);
