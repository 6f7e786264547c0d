namespace Samantha.Training.Data;

/// <summary>One row to learn from that shares its row with no other.</summary>
/// <param name="Ids">Its tokens.</param>
/// <param name="Labels">A label for each, as <see cref="TokenBatch.Labels"/> has them.</param>
/// <param name="Bytes">The length in UTF-8 of the text that is predicted; 0 where classes are.</param>
public sealed record TokenExample(int[] Ids, long[] Labels, int Bytes = 0)
{
    /// <summary>How many labels count.</summary>
    public int Predicted { get; } = Labels.Count(label => label != TokenBatch.Ignored);
}
