using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Lessons;

public sealed class FrozenPartTests(TinyBase tiny)
{
    private static readonly string[] Texts = ["user: where is the pool\nassistant: It is on the roof.\n", "user: who are you\nassistant: I am the night porter.\n"];

    [Fact]
    public void Before_RestOfTheModel_SaysWhatTheWholeModelSays()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using var memory = new LessonMemory();
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        foreach (var ids in Texts.Select(Ids))
        {
            var before = new FrozenPart(model, memory, null).Before(ids, 3, CancellationToken.None);
            var whole = model.Forward(tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length]))[0].narrow(0, 2, ids.Length - 3);
            model.Say(model.Finish(before)).sub(whole).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        }
    }

    /// <summary>Where lessons are rebuilt, other texts were read before, or none.</summary>
    [Fact]
    public void Before_WhateverElseWasRead_IsTheSameToTheBit()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using LessonMemory memory = new(), another = new();
        using var scope = NewDisposeScope();
        var (frozen, fresh) = (new FrozenPart(model, memory, null), new FrozenPart(model, another, null));
        foreach (var text in Texts)
            frozen.Before(Ids(text), 1, CancellationToken.None);
        foreach (var text in Texts.Reverse())
        {
            var again = frozen.Before(Ids(text), 1, CancellationToken.None);
            again.eq(fresh.Before(Ids(text), 1, CancellationToken.None)).all().item<bool>().ShouldBeTrue();
        }
    }

    [Fact]
    public void Before_VersionsThatDifferInTheLastFeedForward_ShareIt()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using var wider = FeedForwardWidth.Resized(model, model.Config.IntermediateSize + 16);
        var passes = new Passes();
        using var memory = new LessonMemory();
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        wider.Blocks.Last().FeedForwardProjections.Down.Matrix.add_(1);
        foreach (var version in (DecoderModel[])[model, FeedForwardWidth.Compact(wider)])
            new FrozenPart(version, memory, passes).Before(Ids(Texts[0]), 1, CancellationToken.None);
        passes.Count.ShouldBe(1);
    }

    [Fact]
    public void Before_AnotherModel_IsReadAnew()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using var other = ModelFolder.LoadDecoder(tiny.Folder);
        var passes = new Passes();
        using var memory = new LessonMemory();
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        other.Blocks.First().FeedForwardProjections.Down.Matrix.add_(1);
        foreach (var version in (DecoderModel[])[model, other])
            new FrozenPart(version, memory, passes).Before(Ids(Texts[0]), 1, CancellationToken.None);
        passes.Count.ShouldBe(2);
    }

    [Fact]
    public void Score_PartReadBefore_IsThatOfTheWholeModel()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using var memory = new LessonMemory();
        var evaluator = new LanguageEvaluator(TinyModel.Tokenizer);
        // The second is read in windows.
        string[] texts = [Texts[0], string.Concat(Enumerable.Repeat(Texts[1], 20))];
        var whole = evaluator.Score(model, texts);
        foreach (var (score, expected) in evaluator.Score(model, new FrozenPart(model, memory, null), texts).Documents.Zip(whole.Documents))
        {
            score.Tokens.ShouldBe(expected.Tokens);
            score.Bits.ShouldBe(expected.Bits, 1e-3 * expected.Bits);
        }
    }

    [Fact]
    public void Check_PartReadBefore_IsThatOfTheWholeModel()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using var memory = new LessonMemory();
        Lesson[] lessons = [new("who are you", "I am the night porter."), new("who are you", "I am the bread."), new("how much is a room", "A room is ten coins.")];
        var examples = new LessonExamples(TinyModel.Tokenizer, lessons, lessons.Length, [], model.Config.MaxPositions).Plain();
        var whole = new AnswerCheck(null).Check(model, examples);
        foreach (var (result, expected) in new AnswerCheck(null).Check(model, new FrozenPart(model, memory, null), examples).Zip(whole))
        {
            result.Said.ShouldBe(expected.Said);
            result.Loss.ShouldBe(expected.Loss, 1e-4);
        }
    }

    private static int[] Ids(string text) => [TinyModel.Tokenizer.BeginOfSequenceId!.Value, .. TinyModel.Tokenizer.EncodeLiteral(text).Ids];

    private sealed class Passes : ITrainingPace
    {
        public int Count { get; private set; }

        public void BeforeStep(CancellationToken cancellationToken) => Count++;
    }
}
