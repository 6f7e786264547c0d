using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization.ChatTemplates;

namespace Samantha.Modeling.Tests.Tokenization;

public class DialogueChatTemplateTests
{
    private static readonly ChatTemplate Template = ChatTemplate.Parse(DialogueChatTemplate.Source);

    private static readonly Arbitrary<DialogueTurn[]> Turns = (
        from speaker in Gen.Elements(Speaker.User, Speaker.Assistant)
        from text in Gen.Elements("hi", " ", "\n", "\r\n", "\t", "how are you?", "{{ x }}", "é", "\u2028", "user:").ArrayOf()
        select new DialogueTurn(speaker, string.Concat(text))).ArrayOf().ToArbitrary();

    [Fact]
    public void Source_AnyDialogue_RendersItsText() =>
        Prop.ForAll(Turns, turns =>
            Template.Render(Messages(turns), beginOfSequenceToken: DialogueFormat.BeginOfSequence)
                .ShouldBe(DialogueFormat.BeginOfSequence + DialogueFormat.Dialogue(turns))).QuickCheckThrowOnFailure();

    [Fact]
    public void Source_AnyHistory_RendersThePrompt() =>
        Prop.ForAll(Turns, turns =>
            Template.Render(
                Messages([.. turns, new DialogueTurn(Speaker.User, "and now?")]),
                addGenerationPrompt: true,
                DialogueFormat.BeginOfSequence,
                variables: new Dictionary<string, object?> { ["control_tokens"] = DialogueFormat.ControlTokens(1, -1) })
                .ShouldBe(DialogueFormat.Prompt(turns, "and now?", DialogueFormat.ControlTokens(1, -1)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Source_OtherRoles_AreLeftOut() =>
        Template.Render([new ChatMessage("system", "Be kind."), new ChatMessage("user", "hi")], addGenerationPrompt: true)
            .ShouldBe("user: hi\nassistant:");

    private static IEnumerable<ChatMessage> Messages(IEnumerable<DialogueTurn> turns) =>
        turns.Select(turn => new ChatMessage(turn.Speaker == Speaker.User ? "user" : "assistant", turn.Text));
}
