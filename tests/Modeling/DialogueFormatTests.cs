using FsCheck;
using FsCheck.Fluent;

namespace Samantha.Modeling.Tests;

public sealed class DialogueFormatTests
{
    [Fact]
    public void Prompt_WithStateAndHistory_IsTheOneFormat()
    {
        DialogueTurn[] history = [new(Speaker.User, "Hi there"), new(Speaker.Assistant, "Hello!\nHow are you?")];
        DialogueFormat.Prompt(history, " fine\r\n\r\n thanks ", DialogueFormat.ControlTokens(0.8, -0.9)).ShouldBe(
            "<|bos|><|valence:high|><|arousal:low|>user: Hi there\nassistant: Hello! How are you?\nuser: fine thanks\nassistant:");
    }

    [Fact]
    public void Dialogue_OfTurns_EndsWithAnEmptyLine() =>
        DialogueFormat.Dialogue([new(Speaker.User, "a"), new(Speaker.Assistant, "b")]).ShouldBe("user: a\nassistant: b\n\n");

    [Theory]
    [InlineData(-1, -1, "<|valence:low|><|arousal:low|>")]
    [InlineData(0, 0.33, "<|valence:mid|><|arousal:mid|>")]
    [InlineData(0.34, 1, "<|valence:high|><|arousal:high|>")]
    public void ControlTokens_OfAState_NameItsThirds(double valence, double arousal, string expected) =>
        DialogueFormat.ControlTokens(valence, arousal).ShouldBe(expected);

    [Fact]
    public void Line_WhateverIsSaid_IsOneLine() => Prop.ForAll<string?>(text =>
    {
        var line = DialogueFormat.Line(new DialogueTurn(Speaker.User, text ?? ""));
        line.ShouldStartWith("user: ");
        line.ShouldEndWith("\n");
        line[..^1].ShouldNotContain('\n');
        line.ShouldNotContain('\r');
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SpecialTokens_AreDistinct() => DialogueFormat.SpecialTokens.Distinct().Count().ShouldBe(9);
}
