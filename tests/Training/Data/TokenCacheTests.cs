using Samantha.Modeling;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class TokenCacheTests
{
    [Fact]
    public void Get_Documents_EachBeginsWithBeginAndControl()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = TinyModel.Tokenizer;
        var source = Cache(folder).Get(new TextSource("a", 1, () => [new Document("user: hi\n", DialogueFormat.ControlTokens(1, -1)), new Document("x")]));

        source.Count.ShouldBe(2);
        source[0][..3].ToArray().ShouldBe(new[] { DialogueFormat.BeginOfSequence, DialogueFormat.ValenceHigh, DialogueFormat.ArousalLow }
            .Select(token => (ushort)tokenizer.TokenId(token)!.Value));
        tokenizer.Decode(source[0].ToArray().Select(id => (int)id)).ShouldBe("user: hi\n");
        tokenizer.Decode(source[1].ToArray().Select(id => (int)id)).ShouldBe("x");
    }

    [Fact]
    public void Get_SpecialTokenInText_IsText()
    {
        using var folder = new TemporaryFolder();
        var source = Cache(folder).Get(new TextSource("a", 1, () => [new Document(DialogueFormat.EndOfSequence)]));
        source[0].ToArray().ShouldNotContain((ushort)TinyModel.Tokenizer.EndOfSequenceId!.Value);
    }

    [Fact]
    public void Get_Again_ReadsWhatWasWritten()
    {
        using var folder = new TemporaryFolder();
        var source = new TextSource("a", 1, () => TinyModel.Dialogues(5).Select(text => new Document(text)));
        var first = Cache(folder).Get(source);
        var file = Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
        var written = File.GetLastWriteTimeUtc(file);

        var second = Cache(folder).Get(source with { Passes = 3 });

        second.Tokens.ShouldBe(first.Tokens);
        second.Starts.ShouldBe(first.Starts);
        second.Passes.ShouldBe(3);
        File.GetLastWriteTimeUtc(file).ShouldBe(written);
    }

    [Fact]
    public void Get_OtherText_IsTokenizedAnew()
    {
        using var folder = new TemporaryFolder();
        Cache(folder).Get(new TextSource("a", 1, () => [new Document("one")]));
        Cache(folder).Get(new TextSource("a", 1, () => [new Document("two")])).Tokens.Length.ShouldBeGreaterThan(1);
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
    }

    private static TokenCache Cache(TemporaryFolder folder) => new(folder.Path, TinyModel.Tokenizer);
}
