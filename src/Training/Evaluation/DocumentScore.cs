namespace Samantha.Training.Evaluation;

/// <summary>How well a language model predicts one document.</summary>
/// <param name="Bits">Its information under the model, -log₂ of its probability.</param>
/// <param name="Bytes">Its length in UTF-8.</param>
/// <param name="Tokens">How many tokens the model predicted.</param>
public readonly record struct DocumentScore(double Bits, int Bytes, int Tokens);
