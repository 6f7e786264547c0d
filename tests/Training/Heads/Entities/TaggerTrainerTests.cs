using Samantha.Modeling.Heads.Entities;
using Samantha.Training.Heads.Entities;

namespace Samantha.Training.Tests.Heads.Entities;

public sealed class TaggerTrainerTests
{
    private static readonly string[] Types = ["location", "person"];

    private static readonly TaggerOptions Small = new() { Buckets = 1 << 12, Dropout = 0, StepSize = 0.1f };

    private static readonly TaggedSentence[] Sentences =
    [
        Sentence("I O", "met O", "Ada B-person", "Lovelace I-person", "in O", "London B-location"),
        Sentence("Alan B-person", "Turing I-person", "lives O", "in O", "Manchester B-location"),
        Sentence("nobody O", "lives O", "in O", "that O", "house O"),
        Sentence("New B-location", "York I-location", "is O", "far O"),
    ];

    [Fact]
    public void Observe_SentencesAgainAndAgain_FindsTheirEntities()
    {
        var trainer = new TaggerTrainer(Types, WordKnowledge.None, Small);
        var first = trainer.Observe(Sentences);
        for (var epoch = 0; epoch < 40; epoch++)
            trainer.Observe(Sentences);

        var tagger = trainer.Tagger;

        trainer.Observe(Sentences).ShouldBeLessThan(first / 10);
        tagger.Find(Sentences[0].Tokens).ShouldBe([new EntitySpan(2, 4, "person"), new EntitySpan(5, 6, "location")]);
        EntityReport.Measure(tagger, Sentences).Micro.F1.ShouldBe(1);
        tagger.Find([]).ShouldBeEmpty();
    }

    [Fact]
    public void Observe_TwoTrainersOfOneStream_AreEqualToTheBit()
    {
        var taggers = Enumerable.Range(0, 2).Select(_ =>
        {
            var trainer = new TaggerTrainer(Types, WordKnowledge.None, Small with { Dropout = 0.5 });
            foreach (var batch in Sentences.Chunk(2))
                trainer.Observe(batch);
            return trainer.Tagger;
        }).ToList();

        taggers[1].Weights.ShouldBe(taggers[0].Weights);
        taggers[1].Transitions.ShouldBe(taggers[0].Transitions);
    }

    [Fact]
    public void Measure_EntityWithAWrongBorder_IsMissedAndWrong()
    {
        var tagger = new EntityTagger(Types, WordKnowledge.None, 1 << 12) { Boldness = -1 };

        var report = EntityReport.Measure(tagger, Sentences);

        report.Micro.Recall.ShouldBe(0);
        report.Micro.Support.ShouldBe(5);
        report.Types.Select(type => type.Support).ShouldBe([3, 2]);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 2, 0, 3 }, "1-4 location, 5-6 person")]
    [InlineData(new[] { 1, 1, 4, 0 }, "0-1 location, 1-2 location, 2-3 person")]
    [InlineData(new[] { 0, 0 }, "")]
    public void Of_Tags_AreEntities(int[] tags, string expected) =>
        string.Join(", ", EntitySpan.Of(tags, Types).Select(span => $"{span.Start}-{span.End} {span.Type}")).ShouldBe(expected);

    private static TaggedSentence Sentence(params string[] tokens) =>
        new([.. tokens.Select(token => token.Split(' ')[0])], [.. tokens.Select(token => token.Split(' ')[1])]);
}
