using Samantha.Testing;

namespace Samantha.LoadGenerator.Tests;

public sealed class DialogueTextTests
{
    [Fact]
    public void Read_BothForms_YieldsTheUsersLines() => Read(
        """
        {"set": "dialogues", "text": "user: Hello\nassistant: Hi\nuser: Bye\n"}

        {"id": "1", "turns": [["user", "Where"], ["assistant", "Here"]]}
        """).ShouldBe([["Hello", "Bye"], ["Where"]]);

    [Theory]
    [InlineData("{\"text\": \"user: a\"}\nnot json", "Line 2")]
    [InlineData("{\"words\": \"user: a\"}", "Line 1")]
    [InlineData("{\"text\": \"assistant: a\"}", "no dialogues")]
    public void Read_NoDialogues_SaysWhere(string content, string told) =>
        Should.Throw<InvalidDataException>(() => Read(content)).Message.ShouldContain(told);

    private static IReadOnlyList<IReadOnlyList<string>> Read(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dialogues.jsonl"], content);
        return DialogueText.Read(folder["dialogues.jsonl"]);
    }
}
