namespace Samantha.Modeling.Heads;

/// <summary>How texts become rows of numbers. Two that say the same are equal: their rows are computed once.</summary>
/// <param name="Views">The n-grams that are projected.</param>
/// <param name="Width">The length of a row.</param>
/// <param name="Seed">Chooses the random projection.</param>
/// <param name="Rectified">Whether every n-gram reaches every number and negative ones become 0; else it goes to four of them, and rows are linear in n-grams.</param>
public sealed record ProjectionConfig(IReadOnlyList<NgramView> Views, int Width, int Seed = 0, bool Rectified = false)
{
    public bool Equals(ProjectionConfig? other) =>
        other is not null && (Width, Seed, Rectified) == (other.Width, other.Seed, other.Rectified) && Views.SequenceEqual(other.Views);

    public override int GetHashCode() => Views.Aggregate(HashCode.Combine(Width, Seed, Rectified), HashCode.Combine);
}
