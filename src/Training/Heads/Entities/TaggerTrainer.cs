using System.Numerics.Tensors;
using Samantha.Modeling.Heads.Entities;
using Samantha.Training.Data;

namespace Samantha.Training.Heads.Entities;

/// <summary>
/// Teaches a tagger sentence by sentence, as a conditional random field (Lafferty, McCallum and Pereira 2001): each sentence
/// is a step down -log p(tags | tokens), whose size a weight's own past gradients tell (Duchi, Hazan and Singer 2011).
/// </summary>
public sealed class TaggerTrainer
{
    // A token whose tags are as certain as this teaches nothing.
    private const float Certain = 1e-4f;
    private const float SmallestSquare = 1e-6f;

    private readonly TaggerOptions options;
    private readonly EntityTagger tagger;
    private readonly Dictionary<string, int> numbers;
    private readonly SplitMix64 random;

    // Σ gradient² of each weight.
    private readonly float[] squares;
    private readonly float[] transitionSquares;

    /// <param name="types">The types of entities.</param>
    /// <param name="words">What is known of words beforehand.</param>
    /// <param name="options">How it learns.</param>
    public TaggerTrainer(IReadOnlyList<string> types, WordKnowledge words, TaggerOptions options)
    {
        this.options = options;
        tagger = new EntityTagger(types, words, options.Buckets);
        numbers = tagger.Tags.Index().ToDictionary(tag => tag.Item, tag => tag.Index);
        random = new SplitMix64(options.Seed);
        squares = new float[tagger.Weights.Length];
        transitionSquares = new float[tagger.Transitions.Length];
    }

    /// <summary>What was learned so far; it goes on learning.</summary>
    public EntityTagger Tagger => tagger;

    /// <summary>Learns some sentences.</summary>
    /// <returns>-log p of their tags before they were learned, a sentence.</returns>
    public double Observe(IReadOnlyList<TaggedSentence> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Sum(Observe) / Math.Max(1, batch.Count);
    }

    private double Observe(TaggedSentence sentence)
    {
        if (sentence.Tokens.Count == 0)
            return 0;
        var features = tagger.Features(sentence.Tokens).Select(Kept).ToArray();
        int[] right = [.. sentence.Tags.Select(tag => numbers[tag])];
        var chain = new TagChain(tagger, features);
        var surprise = chain.LogNormalizer - chain.Score(right);
        Span<float> gradient = stackalloc float[tagger.Tags.Count];
        for (var i = 0; i < features.Length; i++)
        {
            chain.Tags(i, gradient);
            gradient[right[i]] -= 1;
            if (TensorPrimitives.Norm<float>(gradient) < Certain)
                continue;
            foreach (var place in features[i])
                Descend(tagger.Weights, squares, place * gradient.Length, gradient);
        }

        var transitions = chain.Transitions();
        for (var (i, before) = (0, 0); i < right.Length; before = right[i++])
            transitions[tagger.Transition(before, right[i])] -= 1;
        Descend(tagger.Transitions, transitionSquares, 0, transitions);
        return surprise;
    }

    // Dropout of features, so that none is relied on alone: what a name looks like must do where its letters are new.
    private int[] Kept(int[] places) => [.. places.Where(_ => random.NextDouble() >= options.Dropout)];

    private void Descend(float[] weights, float[] sums, int start, ReadOnlySpan<float> gradient)
    {
        for (var k = 0; k < gradient.Length; k++)
        {
            var slope = gradient[k] + options.Penalty * weights[start + k];
            sums[start + k] += slope * slope;
            if (slope != 0)
                weights[start + k] -= options.StepSize * slope / MathF.Sqrt(sums[start + k] + SmallestSquare);
        }
    }
}
