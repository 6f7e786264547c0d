using System.IO.Compression;
using System.Text;
using Samantha.Modeling;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class CorpusTests
{
    [Fact]
    public void SchemaGuided_Lines_BecomeDialogues()
    {
        using var folder = new TemporaryFolder();
        WriteDialogues(folder, """{"id":"1","services":["S"],"turns":[["user","Hi there"],["assistant","Hello\nyou"]]}""" + "\n");
        var turns = SchemaGuidedCorpus.Read(folder.Path, DataSplit.Dev).ShouldHaveSingleItem();
        DialogueFormat.Dialogue(turns).ShouldBe("user: Hi there\nassistant: Hello you\n\n");
    }

    [Fact]
    public void SchemaGuided_BrokenLine_NamesFileAndLine()
    {
        using var folder = new TemporaryFolder();
        WriteDialogues(folder, "{\"turns\":[]}\n{broken\n");
        Should.Throw<TrainingDataException>(() => SchemaGuidedCorpus.Read(folder.Path, DataSplit.Dev).ToList()).Message.ShouldContain("dev.jsonl.gz: line 2");
    }

    [Fact]
    public void SchemaGuided_NoFile_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<TrainingDataException>(() => SchemaGuidedCorpus.Read(folder.Path, DataSplit.Train).ToList()).Message.ShouldContain("--data-sets");
    }

    [Fact]
    public void SmallTalk_SeveralReplies_MakeADialogueEach()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["chatterbot"]);
        File.WriteAllText(Path.Combine(folder["chatterbot"], "english.jsonl"), """{"topic":"t","prompt":"Hi","replies":["Hello","Hey"]}""");
        SmallTalkCorpus.Read(folder.Path).Select(turns => turns[1].Text).ShouldBe(["Hello", "Hey"]);
    }

    [Fact]
    public void Passages_Lines_AreCutAtParagraphsAndFreeOfMarks()
    {
        var long1 = new string('a', 1300);
        ProseCorpus.Passages(["<|book|> T", "# Title", "", long1, "", "short", "", "----", "other"])
            .ShouldBe([long1 + "\n", "short\n\nother\n"]);
    }

    [Fact]
    public void ToneTagger_HappyAndSadDialogues_GetOppositeTones()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["vader"]);
        File.WriteAllText(Path.Combine(folder["vader"], "vader_lexicon.txt"), "great\t3.1\t0.5\t[]\nsorry\t-0.3\t0.5\t[]\n");
        var tones = ToneTagger.Load(folder.Path).ControlTokens([Says("It is here."), Says("Great, great!"), Says("I am sorry.")]);
        tones.ShouldBe([
            DialogueFormat.ValenceMid + DialogueFormat.ArousalLow,
            DialogueFormat.ValenceHigh + DialogueFormat.ArousalHigh,
            DialogueFormat.ValenceLow + DialogueFormat.ArousalMid,
        ]);
    }

    private static DialogueTurn[] Says(string text) => [new(Speaker.User, "sorry great"), new(Speaker.Assistant, text)];

    private static void WriteDialogues(TemporaryFolder folder, string lines)
    {
        Directory.CreateDirectory(folder["schema-guided"]);
        using var stream = new GZipStream(File.Create(Path.Combine(folder["schema-guided"], "dev.jsonl.gz")), CompressionMode.Compress);
        stream.Write(Encoding.UTF8.GetBytes(lines));
    }
}
