namespace Samantha.Inference.Scheduling;

/// <summary>
/// How many tokens each active sequence takes in this step: every reply being written its one token, and prompts being read
/// a share of what is allowed for prompts, so that a long prompt delays neither replies nor short prompts
/// (chunked prefill, Agrawal et al. 2023, section 4; iteration-level batching, Yu et al. 2022, section 4.1).
/// </summary>
internal static class StepPlan
{
    /// <param name="pending">Each sequence's pending tokens, at least 1.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="turn">Grows with each step: whose share is rounded up changes with it.</param>
    /// <param name="taken">The plan: for each sequence how many tokens it takes, 0 to leave it out.</param>
    public static void Make(ReadOnlySpan<int> pending, InferenceEngineOptions options, int turn, Span<int> taken)
    {
        var reading = 0;
        for (var i = 0; i < pending.Length; i++)
        {
            taken[i] = pending[i] == 1 ? 1 : 0;
            reading += pending[i] == 1 ? 0 : 1;
        }

        var left = reading == pending.Length ? options.IdlePrefillTokensPerStep : options.PrefillTokensPerStep;
        while (left > 0 && reading > 0)
        {
            // What short prompts leave of their shares goes to the others, in another round.
            var share = (left + reading - 1) / reading;
            reading = 0;
            for (var k = 0; k < pending.Length; k++)
            {
                var i = (k + turn) % pending.Length;
                if (pending[i] == 1)
                    continue;
                var more = Math.Min(Math.Min(share, left), pending[i] - taken[i]);
                taken[i] += more;
                left -= more;
                reading += pending[i] > taken[i] ? 1 : 0;
            }
        }
    }
}
