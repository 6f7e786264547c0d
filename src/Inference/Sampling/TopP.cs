namespace Samantha.Inference.Sampling;

/// <summary>
/// Keeps the nucleus: the fewest likeliest tokens whose probabilities sum to p (Holtzman et al. 2020, section 3.1), and
/// those as likely as the last of them.
/// </summary>
/// <remarks>
/// Tokens less likely than (1 - p) / vocabulary sum to less than 1 - p even all together, so none of them can be in the
/// nucleus: only the others are sorted, usually a few hundred of many thousands.
/// </remarks>
internal sealed class TopP(float probability) : ILogitsProcessor
{
    // The bound and the probabilities are rounded differently; a hair's breadth keeps the bound on the safe side.
    private const double Slack = 1e-3;

    public void Process(Span<float> logits, SamplingScratch scratch)
    {
        var candidates = scratch.Values(logits.Length);
        var (largest, sum) = LogitsMath.Exponentials(logits, candidates);
        var bound = largest + Math.Log((1.0 - probability) / logits.Length * sum) - Slack;
        var count = 0;
        foreach (var logit in logits)
        {
            if (logit >= bound && logit != float.NegativeInfinity)
                candidates[count++] = logit;
        }

        candidates = candidates[..count];
        candidates.Sort();
        var reached = 0.0;
        var least = largest;
        for (var i = count - 1; i >= 0 && reached < probability * sum; i--)
        {
            least = candidates[i];
            reached += Math.Exp(least - (double)largest);
        }

        LogitsMath.RemoveBelow(logits, least);
    }
}
