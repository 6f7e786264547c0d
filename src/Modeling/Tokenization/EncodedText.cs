namespace Samantha.Modeling.Tokenization;

/// <summary>A text, or a pair of texts, as the model reads it. All lists are of the same length.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="TypeIds">Which text each token is of, as the post-processor numbers them: 0, or 1 in the second of a pair.</param>
/// <param name="Offsets">Where each token stands in its text, in Unicode code points; (0, 0) for tokens that were added.</param>
/// <param name="SpecialTokensMask">True for tokens that the post-processor added.</param>
public sealed record EncodedText(int[] Ids, int[] TypeIds, TokenOffset[] Offsets, bool[] SpecialTokensMask)
{
    /// <summary>The number of tokens.</summary>
    public int Length => Ids.Length;
}
