namespace Samantha.Training.Data;

/// <summary>One row of a batch: some tokens that lie together in a source.</summary>
/// <param name="Source">The source's place in the mixture.</param>
/// <param name="Pieces">Where its tokens lie in the source, one document or several.</param>
internal sealed record Row(int Source, IReadOnlyList<(int Start, int Length)> Pieces)
{
    /// <summary>How many tokens it has.</summary>
    public int Length { get; } = Pieces.Sum(piece => piece.Length);
}
