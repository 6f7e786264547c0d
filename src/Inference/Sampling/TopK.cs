namespace Samantha.Inference.Sampling;

/// <summary>Keeps the k likeliest tokens, and those as likely as the last of them (Fan et al. 2018).</summary>
internal sealed class TopK(int count) : ILogitsProcessor
{
    public void Process(Span<float> logits, SamplingScratch scratch)
    {
        if (count >= logits.Length)
            return;
        var copy = scratch.Values(logits.Length);
        logits.CopyTo(copy);
        LogitsMath.RemoveBelow(logits, LogitsMath.KthLargest(copy, count));
    }
}
