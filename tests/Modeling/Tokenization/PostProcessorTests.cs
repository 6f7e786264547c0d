using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class PostProcessorTests
{
    private static readonly string Model = $$"""{"type": "BPE", "vocab": {{TinyTokenizer.Vocabulary("a", "b", "[CLS]", "[SEP]")}}, "merges": []}""";

    private const string Template =
        """
        {"type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "pair": [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 3}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3, 3], "tokens": ["[SEP]", "[SEP]"]}}}
        """;

    [Fact]
    public void Template_TextAndPair_AreArranged()
    {
        var tokenizer = TinyTokenizer.Create(Model, postProcessor: Template);

        tokenizer.Encode("ab").Ids.ShouldBe([2, 0, 1]);
        tokenizer.Encode("ab").SpecialTokensMask.ShouldBe([true, false, false]);
        tokenizer.Encode("ab", addSpecialTokens: false).Ids.ShouldBe([0, 1]);

        var pair = tokenizer.EncodePair("a", "b");
        pair.Ids.ShouldBe([1, 3, 3, 0]);
        pair.TypeIds.ShouldBe([1, 3, 3, 0]);
        pair.Offsets.ShouldBe([new TokenOffset(0, 1), default, default, new TokenOffset(0, 1)]);
        tokenizer.EncodePair("a", "b", addSpecialTokens: false).Ids.ShouldBe([1, 0]);
    }

    [Fact]
    public void Bert_TextAndPair_AreFramed()
    {
        var tokenizer = TinyTokenizer.Create(Model, postProcessor: """{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}""");

        tokenizer.Encode("a").Ids.ShouldBe([2, 0, 3]);
        tokenizer.EncodePair("a", "b").Ids.ShouldBe([2, 0, 3, 1, 3]);
        tokenizer.EncodePair("a", "b").TypeIds.ShouldBe([0, 0, 0, 1, 1]);
        tokenizer.EncodePair("a", "b", addSpecialTokens: false).Ids.ShouldBe([0, 1]);
    }

    [Fact]
    public void None_Pair_IsJoinedAndNumbered()
    {
        var pair = TinyTokenizer.Create(Model).EncodePair("ab", "a");

        pair.Ids.ShouldBe([0, 1, 0]);
        pair.TypeIds.ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void ByteLevel_TrimmedOffsets_LeaveTheSpacesOut()
    {
        var vocabulary = TinyTokenizer.Vocabulary("a", "Ġ", "Ġa", "ĠĠa");
        HuggingFaceTokenizer With(bool trim) => TinyTokenizer.Create(
            $$"""{"type": "BPE", "vocab": {{vocabulary}}, "merges": ["Ġ a", "Ġ Ġa"]}""",
            preTokenizer: """{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}""",
            postProcessor: $$"""{"type": "Sequence", "processors": [{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": {{(trim ? "true" : "false")}}}]}""");

        With(true).Encode("a  a a").Offsets.ShouldBe([new TokenOffset(0, 1), new TokenOffset(3, 4), new TokenOffset(5, 6)]);
        With(false).Encode("a  a a").Offsets.ShouldBe([new TokenOffset(0, 1), new TokenOffset(1, 4), new TokenOffset(4, 6)]);
    }
}
