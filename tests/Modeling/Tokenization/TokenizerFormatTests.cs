using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class TokenizerFormatTests
{
    private static readonly string[] Sound =
    [
        TinyTokenizer.Json(
            """{"type": "BPE", "unk_token": "?", "byte_fallback": true, "vocab": {"?": 0, "a": 1, "b": 2, "ab": 3}, "merges": [["a", "b"]]}""",
            """{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Replace", "pattern": {"String": " "}, "content": "_"}, {"type": "Prepend", "prepend": "_"}]}""",
            """{"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": "\\w+"}, "behavior": "Isolated", "invert": false}, {"type": "ByteLevel", "add_prefix_space": false}]}""",
            """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "?", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "pair": [], "special_tokens": {"?": {"id": "?", "ids": [0], "tokens": ["?"]}}}""",
            """{"type": "Sequence", "decoders": [{"type": "ByteLevel"}, {"type": "Strip", "content": " ", "start": 1, "stop": 1}]}""",
            """[{"id": 4, "content": "<s>", "special": true, "normalized": true, "lstrip": true}]"""),
        TinyTokenizer.Json(
            """{"type": "Unigram", "unk_id": 0, "vocab": [["?", 0.0], ["a", -1.5]]}""",
            """{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}""",
            """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": false}""",
            """{"type": "BertProcessing", "sep": ["?", 0], "cls": ["a", 1]}""",
            """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first"}"""),
        TinyTokenizer.Json(TinyTokenizer.PiecesModel, preTokenizer: """{"type": "BertPreTokenizer"}""", decoder: """{"type": "WordPiece", "prefix": "##", "cleanup": true}"""),
    ];

    [Fact]
    public void Parse_SoundFile_IsRead()
    {
        foreach (var json in Sound)
            HuggingFaceTokenizer.Parse(json).Encode("a b").Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Parse_CutOffFile_SaysSo() =>
        Prop.ForAll(Gen.Choose(0, Sound[0].Length - 2).ToArbitrary(), length =>
            Should.Throw<TokenizerFormatException>(() => HuggingFaceTokenizer.Parse(Sound[0][..length])).Message.ShouldContain("not valid JSON"))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyPartReplaced_IsReadOrSaysWhatIsWrong()
    {
        string?[] replacements = [null, "null", "true", "-1", "1e99", "\"\"", "\"x\"", "\"@\"", "[]", "[1]", "{}", "{\"type\": \"ByteLevel\"}"];
        Prop.ForAll(
            Gen.Elements(Sound).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), Gen.Elements(replacements).ToArbitrary(), (json, place, replacement) =>
            {
                // A surrogate alone can be in a file, but not in a JsonNode.
                var root = JsonNode.Parse(json)!;
                var nodes = Descendants(root).ToArray();
                Replace(nodes[place % nodes.Length], replacement);
                try
                {
                    HuggingFaceTokenizer.Parse(root.ToJsonString().Replace("\"@\"", "\"\\ud800\"", StringComparison.Ordinal)).Encode("a b");
                }
                catch (TokenizerFormatException e)
                {
                    e.Message.ShouldNotBeNullOrWhiteSpace();
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("""{"type": "WordLevel", "vocab": {}}""", "'model' is of type 'WordLevel'")]
    [InlineData("""{"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}""", "merges do not fit")]
    [InlineData("""{"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []}""", "id 0 to two tokens")]
    [InlineData("""{"type": "BPE", "vocab": {"a": "x"}, "merges": []}""", "'model.vocab' must be")]
    [InlineData("""{"type": "BPE", "vocab": {"a": 0, " ": 1, "a ": 2}, "merges": [["a", " "]]}""", "holds a space")]
    [InlineData("""{"type": "WordPiece", "vocab": {"a": 0}}""", "unknown token '[UNK]'")]
    [InlineData("""{"type": "WordPiece", "unk_token": "a", "vocab": {"a": 2000000000}}""", "far apart")]
    [InlineData("""{"type": "Unigram", "unk_id": 5, "vocab": [["a", 0]]}""", "'model.unk_id'")]
    [InlineData("""{"type": "Unigram", "unk_id": null, "vocab": [["a", 0]]}""", "'model.unk_id'")]
    public void Parse_BadModel_SaysWhatIsWrong(string model, string reason) =>
        Should.Throw<TokenizerFormatException>(() => TinyTokenizer.Create(model)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("""{"type": "NFKC"}""", null, "'normalizer' is of type 'NFKC'")]
    [InlineData("""{"type": "Precompiled", "precompiled_charsmap": "AA!"}""", null, "base64")]
    [InlineData("""{"type": "Precompiled", "precompiled_charsmap": "/////w=="}""", null, "cut off")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "(a"}, "content": ""}""", null, "regular expression")]
    [InlineData(null, """{"type": "Digits"}""", "'pre_tokenizer' is of type 'Digits'")]
    [InlineData(null, """{"type": "Split", "pattern": {"String": "a"}, "behavior": "Kept"}""", "'pre_tokenizer.behavior'")]
    [InlineData(null, """{"type": "ByteLevel"}""", "must be a BPE")]
    [InlineData(null, """{"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "BertPreTokenizer"}]}""", "Put it last")]
    public void Parse_BadSteps_SaysWhatIsWrong(string? normalizer, string? preTokenizer, string reason) =>
        Should.Throw<TokenizerFormatException>(() => TinyTokenizer.Create(TinyTokenizer.PiecesModel, normalizer, preTokenizer)).Message.ShouldContain(reason);

    [Fact]
    public void Load_Folder_ReadsConfigurationAndTemplate()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), Sound[0]);
        File.WriteAllText(
            folder.At("tokenizer_config.json"),
            """{"bos_token": {"content": "<s>", "special": true}, "eos_token": "b", "pad_token": null, "unk_token": "?", "model_max_length": 1000000000000000019884624838656, "chat_template": [{"name": "tool_use", "template": "x"}, {"name": "default", "template": "y"}]}""");

        var tokenizer = HuggingFaceTokenizer.Load(folder.Path);

        (tokenizer.BeginOfSequenceId, tokenizer.EndOfSequenceId, tokenizer.PaddingId, tokenizer.UnknownId).ShouldBe((4, 2, null, 0));
        tokenizer.Configuration.ChatTemplate.ShouldBe("y");
        tokenizer.Configuration.ModelMaxLength.ShouldBeNull();
        HuggingFaceTokenizer.Load(folder.At("tokenizer.json")).VocabularySize.ShouldBe(5);

        File.WriteAllText(folder.At("chat_template.jinja"), "z");
        HuggingFaceTokenizer.Load(folder.Path).Configuration.ChatTemplate.ShouldBe("z");
    }

    [Fact]
    public void Load_MissingOrDamagedFiles_SaysWhichAndWhatToDo()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<TokenizerFormatException>(() => HuggingFaceTokenizer.Load(folder.Path)).Message.ShouldContain("There is no tokenizer at");

        File.WriteAllText(folder.At("tokenizer.json"), "{}");
        Should.Throw<TokenizerFormatException>(() => HuggingFaceTokenizer.Load(folder.Path)).Message.ShouldContain("no 'model'");

        File.WriteAllText(folder.At("tokenizer.json"), Sound[0]);
        File.WriteAllText(folder.At("tokenizer_config.json"), "{\"bos_token\":");
        Should.Throw<TokenizerFormatException>(() => HuggingFaceTokenizer.Load(folder.Path)).Message.ShouldContain("tokenizer_config.json is not valid JSON");
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var descendant in Descendants(child))
                yield return descendant;
        }
    }

    /// <summary>Puts JSON in a node's place; null takes the node away.</summary>
    private static void Replace(JsonNode node, string? json)
    {
        if (node.Parent is JsonObject members)
        {
            var name = node.GetPropertyName();
            members.Remove(name);
            if (json is not null)
                members[name] = JsonNode.Parse(json);
        }
        else if (node.Parent is JsonArray items)
        {
            var index = node.GetElementIndex();
            items.RemoveAt(index);
            if (json is not null)
                items.Insert(index, JsonNode.Parse(json));
        }
    }
}
