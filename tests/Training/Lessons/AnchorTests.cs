using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Lessons;

public sealed class AnchorTests(TinyBase tiny)
{
    [Fact]
    public void Read_WhatWasWritten_IsSplitByTextAlone()
    {
        using var folder = new TemporaryFolder();
        var anchors = Enumerable.Range(0, 60).Select(i => new Anchor("a", $"user: {i}\nassistant: ok\n\n")).ToList();
        AnchorFile.Write(folder.Path, anchors);
        var first = AnchorFile.Read(folder.Path);
        AnchorFile.Write(folder.Path, anchors.AsEnumerable().Reverse());
        var second = AnchorFile.Read(folder.Path);

        first.HeldOut.Concat(first.Rehearsal).Order(Comparer<Anchor>.Create((one, other) => string.CompareOrdinal(one.Text, other.Text)))
            .ShouldBe(anchors.OrderBy(anchor => anchor.Text, StringComparer.Ordinal));
        second.HeldOut.ShouldBe(first.HeldOut, ignoreOrder: true);
        first.HeldOut.Count.ShouldBeInRange(8, 35);
    }

    [Fact]
    public void Read_NoFile_SaysHowToMakeIt()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<TrainingDataException>(() => AnchorFile.Read(folder.Path)).Message.ShouldContain("train anchors");
    }

    [Fact]
    public void Read_BrokenLine_NamesTheLineAndNotItsText()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["anchors.jsonl"], "{\"set\":\"a\",\"text\":\"secret");
        var message = Should.Throw<TrainingDataException>(() => AnchorFile.Read(folder.Path)).Message;
        message.ShouldContain("line 1");
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void Turns_Text_AreItsLines() => new Anchor("a", "user: Hi: you\nassistant: Hello\n\n").Turns.ShouldBe(
        [new DialogueTurn(Speaker.User, "Hi: you"), new DialogueTurn(Speaker.Assistant, "Hello")]);

    [Theory]
    [InlineData("user: a\nassistant: b\n\n", true)]
    [InlineData("user: a\nassistant: b\n", false)]
    [InlineData("user: a\nuser: b\n\n", false)]
    [InlineData("user: a\n\n", false)]
    [InlineData("hello\nassistant: b\n\n", false)]
    public void IsDialogue_Text_MustAlternateAndEnd(string text, bool expected) => AnchorSampler.IsDialogue(text).ShouldBe(expected);

    [Fact]
    public void Sample_SameSeed_IsTheSameAndInForm()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        var sampler = new AnchorSampler(model, TinyModel.Tokenizer);
        var anchors = sampler.Sample(400, seed: 5);
        anchors.Sum(anchor => anchor.Text.Length).ShouldBeGreaterThanOrEqualTo(400);
        anchors.ShouldAllBe(anchor => AnchorSampler.IsDialogue(anchor.Text));
        sampler.Sample(400, seed: 5).ShouldBe(anchors);
        sampler.Sample(400, seed: 6).ShouldNotBe(anchors);
    }
}
