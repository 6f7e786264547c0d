using Samantha.Modeling.Heads.Entities;
using Samantha.Training.Data;
using Samantha.Training.Heads.Entities;

namespace Samantha.Training.Tests.Heads.Entities;

public sealed class TagChainTests
{
    private static readonly string[] Tokens = ["met", "Ada", "Lovelace", "there"];

    private readonly EntityTagger tagger = Random();

    [Fact]
    public void Chain_AnySequence_HasTheShareOfItsScoreAmongAll()
    {
        var chain = new TagChain(tagger, tagger.Features(Tokens));
        var sequences = Sequences(Tokens.Length);

        sequences.Sum(sequence => Math.Exp(chain.Score(sequence) - chain.LogNormalizer)).ShouldBe(1, 1e-4);
    }

    [Fact]
    public void Chain_TagsAndTransitions_AreThoseOfAllSequencesByTheirShares()
    {
        var chain = new TagChain(tagger, tagger.Features(Tokens));
        var tags = new double[Tokens.Length, tagger.Tags.Count];
        var transitions = new double[tagger.Tags.Count * tagger.Tags.Count];
        foreach (var sequence in Sequences(Tokens.Length))
        {
            var share = Math.Exp(chain.Score(sequence) - chain.LogNormalizer);
            for (var i = 0; i < sequence.Length; i++)
            {
                tags[i, sequence[i]] += share;
                transitions[tagger.Transition(i == 0 ? 0 : sequence[i - 1], sequence[i])] += share;
            }
        }

        var said = new float[tagger.Tags.Count];
        for (var i = 0; i < Tokens.Length; i++)
        {
            chain.Tags(i, said);
            for (var tag = 0; tag < said.Length; tag++)
                ((double)said[tag]).ShouldBe(tags[i, tag], 1e-4);
        }

        foreach (var (expected, actual) in transitions.Zip(chain.Transitions()))
            ((double)actual).ShouldBe(expected, 1e-4);
    }

    [Fact]
    public void Tag_AnyTagger_FindsTheSequenceOfTheGreatestScore()
    {
        var features = tagger.Features(Tokens);
        var chain = new TagChain(tagger, features);

        tagger.Tag(tagger.Emissions(features)).ShouldBe(Sequences(Tokens.Length).MaxBy(chain.Score));
    }

    private List<int[]> Sequences(int length) => length == 0 ? [[]] :
        [.. Sequences(length - 1).SelectMany(before => Enumerable.Range(0, tagger.Tags.Count)
            .Where(tag => EntityTagger.MayFollow(before is [] ? 0 : before[^1], tag))
            .Select(tag => (int[])[.. before, tag]))];

    private static EntityTagger Random()
    {
        var tagger = new EntityTagger(["place", "person"], WordKnowledge.None, 1 << 8);
        var random = new SplitMix64(3);
        foreach (var weights in new[] { tagger.Weights, tagger.Transitions })
        {
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (float)random.NextDouble() - 0.5f;
        }

        return tagger;
    }
}
