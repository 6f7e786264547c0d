using System.Numerics.Tensors;

namespace Samantha.Inference.Sampling;

/// <summary>
/// Chooses the tokens of one sequence. What it chooses depends on the logits, the options, the seed and the tokens before,
/// and on nothing else: not on what other sequences do meanwhile.
/// </summary>
internal sealed class Sampler
{
    private readonly List<ILogitsProcessor> processors = [];
    private readonly RepetitionPenalty? repetition;
    private readonly CounterRandom random;
    private readonly bool greedy;
    private long drawn;

    public Sampler(SamplingOptions options, ForbiddenTokens forbidden, IReadOnlyList<int> prompt, long seed)
    {
        random = new CounterRandom(seed);
        greedy = options.Temperature == 0;
        if (options.RepetitionPenalty != 1)
        {
            repetition = new RepetitionPenalty(options.RepetitionPenalty);
            foreach (var token in prompt)
                repetition.See(token);
            processors.Add(repetition);
        }

        processors.Add(forbidden);
        if (greedy)
            return;
        if (options.Temperature != 1)
            processors.Add(new TemperatureScaling(options.Temperature));
        if (options.TopK > 0)
            processors.Add(new TopK(options.TopK));
        if (options.TopP < 1)
            processors.Add(new TopP(options.TopP));
        if (options.MinP > 0)
            processors.Add(new MinP(options.MinP));
    }

    /// <summary>Chooses the next token.</summary>
    /// <param name="logits">The model's, one for each token of its vocabulary; they are left as they are.</param>
    /// <param name="scratch">Memory to work in.</param>
    /// <param name="token">The token.</param>
    /// <returns>False if the logits are no numbers: the model is broken.</returns>
    public bool TryNext(ReadOnlySpan<float> logits, SamplingScratch scratch, out SampledToken token)
    {
        token = default;
        var (largest, sum) = LogitsMath.Exponentials(logits, scratch.Values(logits.Length));
        if (!float.IsFinite(largest) || !double.IsFinite(sum))
            return false;

        var work = scratch.Logits(logits.Length);
        logits.CopyTo(work);
        foreach (var processor in processors)
            processor.Process(work, scratch);

        var id = greedy ? TensorPrimitives.IndexOfMax<float>(work) : Draw(work, scratch.Values(logits.Length));
        token = new SampledToken(id, (float)(logits[id] - largest - Math.Log(sum)));
        repetition?.See(id);
        return true;
    }

    // Inverts the cumulative distribution at one uniform number.
    private int Draw(ReadOnlySpan<float> logits, Span<float> weights)
    {
        var (_, sum) = LogitsMath.Exponentials(logits, weights);
        var rest = random.Uniform(drawn++) * sum;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            last = i;
            rest -= weights[i];
            if (rest < 0)
                break;
        }

        // Rounding may leave a trifle over: the last possible token takes it.
        return last;
    }
}
