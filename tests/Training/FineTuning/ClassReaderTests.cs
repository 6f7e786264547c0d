using Samantha.Modeling.Encoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.FineTuning;

namespace Samantha.Training.Tests.FineTuning;

public sealed class ClassReaderTests
{
    [Fact]
    public void Read_Texts_CarryTheirClassAtTheFirstToken()
    {
        var rows = Read("""{"text":"who are you","label":"self"}""" + "\n" + """{"text":"where is the pool","label":"place"}""");
        rows.Select(row => row.Labels[0]).ShouldBe([1, 0]);
        rows.ShouldAllBe(row => row.Predicted == 1 && row.Ids[0] == TinyEncoder.Tokenizer.BeginOfSequenceId);
    }

    [Fact]
    public void Read_Words_CarryTheirClassAtTheirFirstToken()
    {
        // Strange words are spelled in several tokens, of which the first counts.
        string[] words = ["the", "xylophone", "𝓗i", "pool", "."];
        var line = System.Text.Json.JsonSerializer.Serialize(new { tokens = words, labels = new[] { "O", "B", "I", "B", "O" } });
        var row = Read(line).ShouldHaveSingleItem();

        row.Labels.Where(label => label != TokenBatch.Ignored).ShouldBe([2, 0, 1, 0, 2]);
        var starts = row.Labels.Index().Where(item => item.Item != TokenBatch.Ignored).Select(item => item.Index).Append(row.Ids.Length).ToList();
        starts.Zip(starts.Skip(1)).Select(range => TinyEncoder.Tokenizer.Decode(row.Ids[range.First..range.Second]).Trim()).ShouldBe(words);
    }

    [Fact]
    public void Labels_OfSomeFiles_AreInTheOrderOfTheirNames()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], """{"text":"x","label":"b"}""");
        File.WriteAllText(folder["b"], """{"text":"x","label":"a"}""");
        ClassReader.Labels([folder["a"], folder["b"]], EncoderHead.Sequence).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("{\"text\":\"x\"}", "\"label\"")]
    [InlineData("{\"label\":\"a\"}\n{\"label\":\"b\"}", "\"text\"")]
    [InlineData("{\"tokens\":[\"x\"],\"labels\":[]}", "\"labels\"")]
    [InlineData("{\"tokens\":[\"x\",\"\"],\"labels\":[\"a\",\"b\"]}", "\"tokens\"")]
    [InlineData("{\"tokens\":[\"x\",\"y\",\"z\"],\"labels\":[\"a\",\"b\"]}", "3 words and 2 labels")]
    [InlineData("{\"text\":\"x\",\"label\":\"a\"}\n{\"text\":\"y\",\"label\":\"a\"}", "one label only")]
    [InlineData("", "nothing to learn from")]
    public void Read_BadLine_SaysWhereAndWhatToDo(string lines, string said) =>
        Should.Throw<TrainingDataException>(() => Read(lines)).Message.ShouldContain(said);

    [Fact]
    public void Read_UnknownLabel_NamesItAndTheLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["eval"], """{"text":"x","label":"a"}""" + "\n" + """{"text":"x","label":"c"}""");
        var message = Should.Throw<TrainingDataException>(() => Reader(96, false).Read([folder["eval"]], EncoderHead.Sequence, ["a", "b"])).Message;
        message.ShouldContain("line 2 has the label c");
    }

    [Fact]
    public void Read_CutText_KeepsWhatTheTokenizerPutsAtItsEnd()
    {
        var tokenizer = Bert();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data"], """{"tokens":["a","b","c","d"],"labels":["x","y","x","y"]}""");
        var row = new ClassReader(tokenizer, new RowLimit(4, 8, true)).Read([folder["data"]], EncoderHead.Token, ["x", "y"]).ShouldHaveSingleItem();
        row.Ids.Select(id => tokenizer.Token(id)).ShouldBe(["[CLS]", "a", "b", "[SEP]"]);
        row.Labels.ShouldBe([TokenBatch.Ignored, 0, 1, TokenBatch.Ignored]);
        Should.Throw<TrainingDataException>(() => new ClassReader(tokenizer, new RowLimit(4, 4, false)).Read([folder["data"]], EncoderHead.Token, ["x", "y"]))
            .Message.ShouldContain("--cut");
    }

    private static HuggingFaceTokenizer Bert() => HuggingFaceTokenizer.Parse(
        """
        {"added_tokens":[{"id":0,"content":"[PAD]","special":true},{"id":1,"content":"[UNK]","special":true},{"id":2,"content":"[CLS]","special":true},{"id":3,"content":"[SEP]","special":true}],
         "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
         "pre_tokenizer":{"type":"BertPreTokenizer"},
         "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
           "pair":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},{"SpecialToken":{"id":"[SEP]","type_id":1}}],
           "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
         "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
         "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"a":4,"b":5,"c":6,"d":7}}}
        """);

    private static ClassReader Reader(int longest, bool cut) => new(TinyEncoder.Tokenizer, new RowLimit(longest, 96, cut));

    private static IReadOnlyList<TokenExample> Read(string lines)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data"], lines);
        var head = ClassReader.Head([folder["data"]]);
        return Reader(96, false).Read([folder["data"]], head, ClassReader.Labels([folder["data"]], head));
    }
}
