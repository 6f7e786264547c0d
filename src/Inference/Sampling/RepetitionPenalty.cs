namespace Samantha.Inference.Sampling;

/// <summary>
/// Makes tokens that were there before less likely: a positive logit is divided by the penalty, a negative one multiplied
/// (Keskar et al. 2019, section 4.1, in the form for logits of either sign). How often a token was there does not matter.
/// </summary>
internal sealed class RepetitionPenalty(float penalty) : ILogitsProcessor
{
    private readonly HashSet<int> seen = [];

    /// <summary>Counts a token among those that were there.</summary>
    public void See(int token) => seen.Add(token);

    public void Process(Span<float> logits, SamplingScratch scratch)
    {
        foreach (var token in seen)
        {
            if ((uint)token < (uint)logits.Length)
                logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
        }
    }
}
