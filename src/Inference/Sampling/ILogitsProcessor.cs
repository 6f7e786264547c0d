namespace Samantha.Inference.Sampling;

/// <summary>One step between the model's logits and the choice of a token.</summary>
internal interface ILogitsProcessor
{
    /// <summary>Changes logits in place; negative infinity takes a token out. At least one token stays in.</summary>
    /// <param name="logits">One for each token of the vocabulary.</param>
    /// <param name="scratch">Memory to work in, as large as the vocabulary; its contents mean nothing.</param>
    void Process(Span<float> logits, SamplingScratch scratch);
}
