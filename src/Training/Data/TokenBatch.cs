using Samantha.Modeling.Decoders;

namespace Samantha.Training.Data;

/// <summary>Rows of about one length, padded on the right, for one pass through a model.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Length">Tokens in a row, padding included.</param>
/// <param name="Inputs">Token ids, row by row.</param>
/// <param name="Labels">
/// What is to be said of each token, or <see cref="Ignored"/>. For a decoder the token itself, which the tokens before it
/// predict; for an encoder the token or class that belongs there, a whole text's class at its first token.
/// </param>
/// <param name="Predicted">How many labels count; a row's first token is never predicted by a decoder.</param>
public sealed record TokenBatch(int Rows, int Length, long[] Inputs, long[] Labels, int Predicted)
{
    /// <summary>The label of what is not to be learned, padding among it.</summary>
    public const long Ignored = DecoderModel.IgnoredLabel;

    /// <summary>Tokens by which progress is told: by default those that are predicted.</summary>
    public int Tokens { get; init; } = Predicted;
}
