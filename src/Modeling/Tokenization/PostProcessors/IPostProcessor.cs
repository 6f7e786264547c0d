namespace Samantha.Modeling.Tokenization.PostProcessors;

/// <summary>A token with all that an encoding says of it.</summary>
internal readonly record struct EncodedPiece(int Id, int TypeId, TokenOffset Offset, bool Added);

/// <summary>Completes the encoded text, or pair of texts, with what the model expects around it: the fourth step of the pipeline.</summary>
internal interface IPostProcessor
{
    /// <param name="sequences">The texts, one or two; or, after another post-processor, what it made of them.</param>
    /// <param name="addSpecialTokens">Whether special tokens are wanted.</param>
    IReadOnlyList<EncodedPiece[]> Process(IReadOnlyList<EncodedPiece[]> sequences, bool addSpecialTokens);
}
