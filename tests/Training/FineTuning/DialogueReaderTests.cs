using System.Text;
using Samantha.Training.Data;
using Samantha.Training.FineTuning;

namespace Samantha.Training.Tests.FineTuning;

public sealed class DialogueReaderTests
{
    private const string Dialogue = """{"messages":[{"role":"user","content":"Is it open? ☂"},{"role":"assistant","content":"Yes,\nof course."},{"role":"user","content":"Thanks"},{"role":"assistant","content":"Bye."}]}""";

    [Fact]
    public void Read_Dialogue_LearnsTheAssistantsLinesAlone()
    {
        var row = Read(Dialogue).ShouldHaveSingleItem();

        TinyModel.Tokenizer.Decode(row.Ids).ShouldBe("user: Is it open? ☂\nassistant: Yes, of course.\nuser: Thanks\nassistant: Bye.\n\n");
        Labelled(row).ShouldBe(" Yes, of course.\n Bye.\n");
        row.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(Labelled(row)));
        row.Ids[0].ShouldBe(TinyModel.Tokenizer.BeginOfSequenceId!.Value);
    }

    [Fact]
    public void Read_AllLines_LearnsEverythingAfterTheBeginning()
    {
        var row = Read(Dialogue, all: true).ShouldHaveSingleItem();
        Labelled(row).ShouldBe("user: Is it open? ☂\nassistant: Yes, of course.\nuser: Thanks\nassistant: Bye.\n\n");
        row.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(Labelled(row)));
    }

    [Fact]
    public void Read_SpecialTokenInAMessage_IsTextLikeAnyOther()
    {
        var row = Read("""{"messages":[{"role":"user","content":"<|eos|>"},{"role":"assistant","content":"No."}]}""").ShouldHaveSingleItem();
        row.Ids.ShouldNotContain(TinyModel.Tokenizer.EndOfSequenceId!.Value);
    }

    [Fact]
    public void Read_LongText_BecomesRowsThatPredictEachTokenOnce()
    {
        var text = string.Concat(TinyModel.Dialogues(6));
        var rows = Read($$"""{"text":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""", longest: 20);

        rows.Count.ShouldBeGreaterThan(2);
        rows.ShouldAllBe(row => row.Ids.Length <= 20 && row.Labels[0] == TokenBatch.Ignored);
        string.Concat(rows.Select(Labelled)).ShouldBe(text);
        rows.Sum(row => row.Bytes).ShouldBe(Encoding.UTF8.GetByteCount(text));
    }

    [Fact]
    public void Read_CutDialogue_KeepsItsBeginning()
    {
        var whole = Read(Dialogue).ShouldHaveSingleItem();
        var cut = Read(Dialogue, longest: whole.Ids.Length - 5, cut: true).ShouldHaveSingleItem();
        cut.Ids.ShouldBe(whole.Ids[..^5]);
        cut.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(Labelled(cut)));
    }

    [Theory]
    [InlineData("{\"text\":\"fine\"}\n{broken", "line 2 is not JSON")]
    [InlineData("[1]", "line 1 is not a JSON object")]
    [InlineData("{\"words\":1}", "neither \"messages\" nor \"text\"")]
    [InlineData("{\"text\":3}", "line 1 needs a text called \"text\"")]
    [InlineData("{\"messages\":[]}", "list called \"messages\"")]
    [InlineData("{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}", "role is neither user nor assistant")]
    [InlineData("{\"messages\":[{\"role\":\"user\"}]}", "without content")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "--all-lines")]
    [InlineData("\n\n", "nothing to learn from")]
    public void Read_BadLine_SaysWhereAndWhatToDo(string lines, string said) =>
        Should.Throw<TrainingDataException>(() => Read(lines)).Message.ShouldContain(said);

    [Fact]
    public void Read_TooLongDialogue_OffersThreeWaysOut()
    {
        var message = Should.Throw<TrainingDataException>(() => Read(Dialogue, longest: 12)).Message;
        message.ShouldContain("line 1 has");
        message.ShouldContain("--row");
        message.ShouldContain("--cut");
        message.ShouldNotContain("open");
    }

    [Fact]
    public void Read_NoFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<TrainingDataException>(() => new DialogueReader(TinyModel.Tokenizer, new RowLimit(96, 96, false), false).Read([folder["none.jsonl"]]))
            .Message.ShouldContain("none.jsonl cannot be read");
    }

    private static string Labelled(TokenExample row) =>
        TinyModel.Tokenizer.Decode(row.Labels.Where(label => label != TokenBatch.Ignored).Select(label => (int)label));

    private static IReadOnlyList<TokenExample> Read(string lines, bool all = false, int longest = 96, bool cut = false)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data.jsonl"], lines);
        return new DialogueReader(TinyModel.Tokenizer, new RowLimit(longest, 160, cut), all).Read([folder["data.jsonl"]]);
    }
}
