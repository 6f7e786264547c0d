namespace Samantha.Inference.Sampling;

/// <summary>Takes out tokens that a reply must not hold: special tokens but the end's, and rows past the tokenizer's vocabulary.</summary>
/// <param name="tokens">Their ids.</param>
/// <param name="vocabulary">Every id from here on is forbidden, too.</param>
internal sealed class ForbiddenTokens(IReadOnlyList<int> tokens, int vocabulary) : ILogitsProcessor
{
    public void Process(Span<float> logits, SamplingScratch scratch)
    {
        foreach (var token in tokens)
            logits[token] = float.NegativeInfinity;
        if (vocabulary < logits.Length)
            logits[vocabulary..].Fill(float.NegativeInfinity);
    }
}
