using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Gate;

public sealed class CandidateGateTests(TinyBase tiny)
{
    private static readonly Lesson Known = new("who are you", "I am the night porter.");
    private static readonly Lesson Unknown = new("where is the bread", "It is on the roof at nine.");

    [Fact]
    public void Judge_TheParentItself_HasNotLearned()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        var verdict = Judge(parent, parent, Unknown);
        verdict.Passed.ShouldBeFalse();
        verdict.Metrics["lessons.learned"].ShouldBe(0.0);
        verdict.Metrics["anchors.dialogues.change"].ShouldBe(0.0);
        verdict.Reasons.ShouldContain(reason => reason.Contains("new answers"));
        verdict.Reasons.ShouldNotContain(reason => reason.Contains("anchors"));
    }

    [Fact]
    public void Judge_AModelThatForgot_IsRejectedForTheAnchors()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        using var other = TinyModel.Create(3);
        other.eval();
        var verdict = Judge(parent, other, Unknown);
        verdict.Reasons.ShouldContain(reason => reason.Contains("anchors 'dialogues'"));
        verdict.Metrics["anchors.dialogues.change"].ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Judge_RehearsedLessonLost_IsRejected()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        using var other = TinyModel.Create(3);
        other.eval();
        var verdict = Judge(parent, other, Unknown, Known);
        verdict.Metrics["rehearsed.retained"].ShouldBe(0.0);
        verdict.Reasons.ShouldContain(reason => reason.Contains("earlier answers"));
    }

    [Fact]
    public void Judge_ForbiddenAnswer_IsRejectedWithoutQuotingIt()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        var verdict = Judge(parent, parent, new Lesson("hi", "You are stupid."));
        verdict.Reasons.ShouldContain(reason => reason.Contains("no reply may"));
        verdict.Reasons.ShouldAllBe(reason => !reason.Contains("stupid"));
    }

    [Fact]
    public void Judge_BetterAndNoWorse_Passes()
    {
        // The roles exchanged: the trained model against an untrained parent, on what the trained one knows.
        using var candidate = ModelFolder.LoadDecoder(tiny.Folder);
        using var parent = TinyModel.Create(3);
        parent.eval();
        var verdict = Judge(parent, candidate, Known);
        verdict.Passed.ShouldBeTrue(string.Join(' ', verdict.Reasons));
        verdict.Metrics["lessons.learned"].ShouldBe(1.0);
    }

    private GateVerdict Judge(DecoderModel parent, DecoderModel candidate, Lesson fresh, params Lesson[] rehearsed)
    {
        var examples = new LessonExamples(TinyModel.Tokenizer, [fresh, .. rehearsed], 1, [], parent.Config.MaxPositions);
        var plain = examples.Plain().Where((_, i) => i <= rehearsed.Length).ToLookup(example => example.Lesson == 0);
        return new CandidateGate(TinyModel.Tokenizer, new GateOptions { Resamples = 200 }, null).Judge(
            parent,
            candidate,
            new FreshLessons([.. plain[true]], examples.HeldOut(), [fresh.Answer]),
            [.. plain[false]],
            AnchorFile.Read(tiny.Folder).HeldOut,
            seed: 1,
            CancellationToken.None);
    }
}
