namespace Samantha.Training.Data;

/// <summary>Rows of about one length, padded on the right, for one pass through a model.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Length">Tokens in a row, padding included.</param>
/// <param name="Inputs">Token ids, row by row.</param>
/// <param name="Labels">The same ids; <see cref="Modeling.Decoders.DecoderModel.IgnoredLabel"/> at padding.</param>
/// <param name="Predicted">How many tokens are predicted: every labelled one but each row's first.</param>
public sealed record TokenBatch(int Rows, int Length, long[] Inputs, long[] Labels, int Predicted);
