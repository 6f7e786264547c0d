using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads.Entities;

/// <summary>
/// Finds named entities: the best sequence of tags by the sum of its tokens' weights and of its transitions' (Viterbi). Only
/// sequences in which an entity begins with B are considered.
/// </summary>
public sealed class EntityTagger
{
    private readonly TokenFeatures features;

    /// <param name="types">The types of entities, in their order.</param>
    /// <param name="words">What is known of words beforehand.</param>
    /// <param name="buckets">The size of the table of weights.</param>
    public EntityTagger(IReadOnlyList<string> types, WordKnowledge words, int buckets)
    {
        Types = types;
        features = new TokenFeatures(words, buckets);
        Tags = ["O", .. types.SelectMany(type => new[] { $"B-{type}", $"I-{type}" })];
        Weights = new float[buckets * Tags.Count];
        Transitions = new float[Tags.Count * Tags.Count];
    }

    public IReadOnlyList<string> Types { get; }

    /// <summary>O, then B and I of each type.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>What is taken from the score of "no entity": above 0, more entities are found, and more that are none.</summary>
    public float Boldness { get; set; }

    /// <summary>(buckets, tags), row after row.</summary>
    internal float[] Weights { get; }

    /// <summary>(tag before, tag): what a transition adds.</summary>
    internal float[] Transitions { get; }

    /// <summary>The entities of a sentence, from left to right.</summary>
    public IReadOnlyList<EntitySpan> Find(IReadOnlyList<string> tokens) => EntitySpan.Of(Tag(Emissions(Features(tokens))), Types);

    /// <summary>The features of each token, as rows of <see cref="Weights"/>.</summary>
    internal int[][] Features(IReadOnlyList<string> tokens) => features.Of(tokens);

    /// <summary>How much each token's features speak for each tag: (tokens, tags), row after row.</summary>
    internal float[] Emissions(int[][] features)
    {
        var count = Tags.Count;
        var emissions = new float[features.Length * count];
        for (var i = 0; i < features.Length; i++)
        {
            var scores = emissions.AsSpan(i * count, count);
            foreach (var place in features[i])
                TensorPrimitives.Add(scores, Weights.AsSpan(place * count, count), scores);
        }

        return emissions;
    }

    /// <summary>Whether a tag may follow another; a sentence begins as after O.</summary>
    internal static bool MayFollow(int before, int tag) => tag == 0 || tag % 2 == 1 || before == tag || before == tag - 1;

    /// <summary>The best tag of each token.</summary>
    /// <param name="emissions">What speaks for each; changed.</param>
    internal int[] Tag(float[] emissions)
    {
        var count = Tags.Count;
        var length = emissions.Length / count;
        var best = emissions;
        var from = new int[best.Length];
        for (var i = 0; i < length; i++)
        {
            var scores = best.AsSpan(i * count, count);
            scores[0] -= Boldness;
            for (var tag = 0; tag < count; tag++)
            {
                var (greatest, before) = Before(best, i, tag);
                scores[tag] += greatest;
                from[i * count + tag] = before;
            }
        }

        var tags = new int[length];
        for (var i = length - 1; i >= 0; i--)
            tags[i] = i == length - 1 ? TensorPrimitives.IndexOfMax<float>(best.AsSpan(i * count, count)) : from[(i + 1) * count + tags[i + 1]];
        return tags;
    }

    /// <summary>The place of a transition in <see cref="Transitions"/>; a sentence begins as after O.</summary>
    internal int Transition(int before, int tag) => before * Tags.Count + tag;

    private (float Score, int Tag) Before(float[] best, int i, int tag)
    {
        if (i == 0)
            return (MayFollow(0, tag) ? Transitions[Transition(0, tag)] : float.NegativeInfinity, 0);

        var (greatest, which) = (float.NegativeInfinity, 0);
        for (var before = 0; before < Tags.Count; before++)
        {
            if (!MayFollow(before, tag))
                continue;
            var score = best[(i - 1) * Tags.Count + before] + Transitions[Transition(before, tag)];
            if (score > greatest)
                (greatest, which) = (score, before);
        }

        return (greatest, which);
    }
}
