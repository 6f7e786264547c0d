using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads.Entities;

/// <summary>
/// Finds named entities: the best sequence of tags by the sum of its tokens' weights and of its transitions' (Viterbi). Only
/// sequences in which an entity begins with B are considered.
/// </summary>
public sealed class EntityTagger
{
    /// <param name="types">The types of entities, in their order.</param>
    /// <param name="buckets">The size of the table of weights.</param>
    public EntityTagger(IReadOnlyList<string> types, int buckets = 1 << 18)
    {
        (Types, Buckets) = (types, buckets);
        Tags = ["O", .. types.SelectMany(type => new[] { $"B-{type}", $"I-{type}" })];
        Weights = new float[buckets * Tags.Count];
        Transitions = new float[Tags.Count * Tags.Count];
    }

    public IReadOnlyList<string> Types { get; }

    /// <summary>O, then B and I of each type.</summary>
    public IReadOnlyList<string> Tags { get; }

    public int Buckets { get; }

    /// <summary>What is taken from the score of "no entity": above 0, more entities are found, and more that are none.</summary>
    public float Boldness { get; set; }

    /// <summary>(buckets, tags), row after row.</summary>
    internal float[] Weights { get; }

    /// <summary>(tag before, tag): what a transition adds.</summary>
    internal float[] Transitions { get; }

    /// <summary>The entities of a sentence, from left to right.</summary>
    public IReadOnlyList<EntitySpan> Find(IReadOnlyList<string> tokens) => EntitySpan.Of(Tag(TokenFeatures.Of(tokens, Buckets)), Types);

    /// <summary>The best tag of each token, from its features.</summary>
    internal int[] Tag(int[][] features)
    {
        var count = Tags.Count;
        var best = new float[features.Length * count];
        var from = new int[features.Length * count];
        for (var i = 0; i < features.Length; i++)
        {
            var scores = best.AsSpan(i * count, count);
            foreach (var place in features[i])
                TensorPrimitives.Add(scores, Weights.AsSpan(place * count, count), scores);
            scores[0] -= Boldness;
            for (var tag = 0; tag < count; tag++)
            {
                var (greatest, before) = Before(best, i, tag);
                scores[tag] += greatest;
                from[i * count + tag] = before;
            }
        }

        var tags = new int[features.Length];
        for (var i = features.Length - 1; i >= 0; i--)
            tags[i] = i == features.Length - 1 ? TensorPrimitives.IndexOfMax<float>(best.AsSpan(i * count, count)) : from[(i + 1) * count + tags[i + 1]];
        return tags;
    }

    /// <summary>The place of a transition in <see cref="Transitions"/>; a sentence begins as after O.</summary>
    internal int Transition(int before, int tag) => before * Tags.Count + tag;

    private (float Score, int Tag) Before(float[] best, int i, int tag)
    {
        if (i == 0)
            return (IsInside(tag) ? float.NegativeInfinity : Transitions[Transition(0, tag)], 0);

        var (greatest, which) = (float.NegativeInfinity, 0);
        for (var before = 0; before < Tags.Count; before++)
        {
            if (IsInside(tag) && before != tag && before != tag - 1)
                continue;
            var score = best[(i - 1) * Tags.Count + before] + Transitions[Transition(before, tag)];
            if (score > greatest)
                (greatest, which) = (score, before);
        }

        return (greatest, which);
    }

    private static bool IsInside(int tag) => tag > 0 && tag % 2 == 0;
}
