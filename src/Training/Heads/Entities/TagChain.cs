using System.Numerics.Tensors;
using Samantha.Modeling.Heads.Entities;

namespace Samantha.Training.Heads.Entities;

/// <summary>The distribution over a sentence's sequences of tags that a tagger's weights stand for (forward-backward; Rabiner 1989).</summary>
internal sealed class TagChain
{
    private readonly EntityTagger tagger;
    private readonly float[] emissions;

    // Logarithms of the sums over all ways to a token's tag (with its emission) and over all ways from it: (tokens, tags).
    private readonly float[] forward;
    private readonly float[] backward;
    private readonly int tags;
    private readonly int length;

    /// <param name="tagger">The weights.</param>
    /// <param name="features">Each token's features; at least one token.</param>
    public TagChain(EntityTagger tagger, int[][] features)
    {
        this.tagger = tagger;
        (tags, length) = (tagger.Tags.Count, features.Length);
        emissions = tagger.Emissions(features);
        (forward, backward) = (new float[emissions.Length], new float[emissions.Length]);
        Span<float> ways = stackalloc float[tags];
        for (var tag = 0; tag < tags; tag++)
            forward[tag] = Step(0, tag) + emissions[tag];
        for (var i = 1; i < length; i++)
        {
            for (var tag = 0; tag < tags; tag++)
            {
                for (var before = 0; before < tags; before++)
                    ways[before] = forward[(i - 1) * tags + before] + Step(before, tag);
                forward[i * tags + tag] = LogSum(ways) + emissions[i * tags + tag];
            }
        }

        for (var i = length - 2; i >= 0; i--)
        {
            for (var tag = 0; tag < tags; tag++)
            {
                for (var next = 0; next < tags; next++)
                    ways[next] = Step(tag, next) + emissions[(i + 1) * tags + next] + backward[(i + 1) * tags + next];
                backward[i * tags + tag] = LogSum(ways);
            }
        }

        LogNormalizer = LogSum(forward.AsSpan((length - 1) * tags, tags));
    }

    /// <summary>log Σ exp(score) over all sequences.</summary>
    public float LogNormalizer { get; }

    /// <summary>A sequence's score: log p is this less <see cref="LogNormalizer"/>.</summary>
    public float Score(int[] sequence)
    {
        var (score, before) = (0f, 0);
        for (var i = 0; i < length; before = sequence[i++])
            score += emissions[i * tags + sequence[i]] + Step(before, sequence[i]);
        return score;
    }

    /// <summary>Writes the probability of each tag of a token.</summary>
    public void Tags(int i, Span<float> probabilities)
    {
        TensorPrimitives.Add(forward.AsSpan(i * tags, tags), backward.AsSpan(i * tags, tags), probabilities);
        TensorPrimitives.Subtract(probabilities, LogNormalizer, probabilities);
        TensorPrimitives.Exp(probabilities, probabilities);
    }

    /// <summary>How often each transition is expected, from before the first token on: (tag before, tag).</summary>
    public float[] Transitions()
    {
        var expected = new float[tags * tags];
        for (var i = 0; i < length; i++)
        {
            for (var before = 0; before < (i == 0 ? 1 : tags); before++)
            {
                var way = i == 0 ? 0 : forward[(i - 1) * tags + before];
                for (var tag = 0; tag < tags; tag++)
                    expected[tagger.Transition(before, tag)] += MathF.Exp(way + Step(before, tag) + emissions[i * tags + tag] + backward[i * tags + tag] - LogNormalizer);
            }
        }

        return expected;
    }

    private float Step(int before, int tag) => EntityTagger.MayFollow(before, tag) ? tagger.Transitions[tagger.Transition(before, tag)] : float.NegativeInfinity;

    private static float LogSum(ReadOnlySpan<float> logarithms)
    {
        var greatest = TensorPrimitives.Max(logarithms);
        var sum = 0f;
        foreach (var logarithm in logarithms)
            sum += MathF.Exp(logarithm - greatest);
        return greatest + MathF.Log(sum);
    }
}
