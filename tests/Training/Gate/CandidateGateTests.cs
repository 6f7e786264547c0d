using Samantha.Modeling.Checkpoints;
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
        var verdict = Judge(tiny.Folder, tiny.Folder, Unknown);
        verdict.Passed.ShouldBeFalse();
        verdict.Metrics["lessons.learned"].ShouldBe(0.0);
        verdict.Metrics["anchors.dialogues.change"].ShouldBe(0.0);
        verdict.Reasons.ShouldContain(reason => reason.Contains("new answers"));
        verdict.Reasons.ShouldNotContain(reason => reason.Contains("anchors"));
    }

    [Fact]
    public void Judge_AModelThatForgot_IsRejectedForTheAnchors()
    {
        using var untrained = new Untrained();
        var verdict = Judge(tiny.Folder, untrained.Folder, Unknown);
        verdict.Reasons.ShouldContain(reason => reason.Contains("anchors 'dialogues'"));
        verdict.Metrics["anchors.dialogues.change"].ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Judge_NoWorseThanItsParentButThanTheRoot_IsRejected()
    {
        using var untrained = new Untrained();
        var verdict = Judge(untrained.Folder, untrained.Folder, Unknown, root: tiny.Folder);
        verdict.Metrics["anchors.dialogues.change"].ShouldBe(0.0);
        verdict.Metrics["anchors.dialogues.sinceRoot"].ShouldBeGreaterThan(0.5);
        verdict.Reasons.ShouldContain(reason => reason.Contains("since the line began"));
    }

    [Fact]
    public void Judge_RehearsedLessonLost_IsRejected()
    {
        using var untrained = new Untrained();
        var verdict = Judge(tiny.Folder, untrained.Folder, Unknown, rehearsed: Known);
        verdict.Metrics["rehearsed.retained"].ShouldBe(0.0);
        verdict.Reasons.ShouldContain(reason => reason.Contains("earlier answers"));
    }

    [Fact]
    public void Judge_ForbiddenAnswer_IsRejectedWithoutQuotingIt()
    {
        var verdict = Judge(tiny.Folder, tiny.Folder, new Lesson("hi", "You are stupid."));
        verdict.Reasons.ShouldContain(reason => reason.Contains("no reply may"));
        verdict.Reasons.ShouldAllBe(reason => !reason.Contains("stupid"));
    }

    [Fact]
    public void Judge_BetterAndNoWorse_Passes()
    {
        // The roles exchanged: the trained model against an untrained parent, on what the trained one knows.
        using var untrained = new Untrained();
        var verdict = Judge(untrained.Folder, tiny.Folder, Known);
        verdict.Passed.ShouldBeTrue(string.Join(' ', verdict.Reasons));
        verdict.Metrics["lessons.learned"].ShouldBe(1.0);
    }

    [Fact]
    public void Judge_WhatMemoryHolds_GivesTheSameVerdict()
    {
        using var memory = new LessonMemory();
        var first = Judge(tiny.Folder, tiny.Folder, Unknown, memory: memory, rehearsed: Known);
        var again = Judge(tiny.Folder, tiny.Folder, Unknown, memory: memory, rehearsed: Known);
        again.Metrics.ShouldBe(first.Metrics);
        again.Reasons.ShouldBe(first.Reasons);
        Judge(tiny.Folder, tiny.Folder, Unknown, rehearsed: Known).Metrics.ShouldBe(first.Metrics);
    }

    private GateVerdict Judge(string parent, string candidate, Lesson fresh, string? root = null, LessonMemory? memory = null, params Lesson[] rehearsed)
    {
        using var own = memory is null ? new LessonMemory() : null;
        var examples = new LessonExamples(TinyModel.Tokenizer, [fresh, .. rehearsed], 1, [], TinyModel.Config.MaxPositions);
        using var roots = Version(root ?? parent);
        using var parents = Version(parent);
        using var candidates = Version(candidate);
        return new CandidateGate(TinyModel.Tokenizer, new GateOptions { Resamples = 200 }, null).Judge(
            roots,
            parents,
            candidates,
            new FreshLessons([.. examples.Plain().Where(example => example.Lesson == 0)], examples.HeldOut(), [fresh.Answer]),
            examples.Rehearsed(Enumerable.Range(0, rehearsed.Length)),
            AnchorFile.Read(tiny.Folder).HeldOut,
            seed: 1,
            CancellationToken.None);

        MeasuredVersion Version(string folder) => new(folder, TinyModel.Tokenizer, memory ?? own!);
    }

    /// <summary>A model that knows nothing, as a folder.</summary>
    private sealed class Untrained : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Untrained()
        {
            using var model = TinyModel.Create(3);
            ModelFolder.Save(Folder, model, addFiles: TinyModel.Tokenizer.Save);
        }

        public string Folder => folder["model"];

        public void Dispose() => folder.Dispose();
    }
}
