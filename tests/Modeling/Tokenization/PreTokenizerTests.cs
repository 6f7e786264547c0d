using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class PreTokenizerTests
{
    [Theory]
    [InlineData("Removed", "the|final|countdown")]
    [InlineData("Isolated", "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", "the|-final|-|-countdown")]
    [InlineData("Contiguous", "the|-|final|--|countdown")]
    public void Split_Behavior_DecidesOverTheDelimiter(string behavior, string expected) =>
        TinyTokenizer.Split($$"""{"type": "Split", "pattern": {"String": "-"}, "behavior": "{{behavior}}", "invert": false}""", "the-final--countdown")
            .ShouldBe(expected.Split('|'));

    [Fact]
    public void Split_Inverted_TakesTheMatchesForThePieces() =>
        TinyTokenizer.Split("""{"type": "Split", "pattern": {"Regex": "\\d+"}, "behavior": "Removed", "invert": true}""", "a12b3")
            .ShouldBe(["12", "3"]);

    [Theory]
    [InlineData("Hello, 𝓗𝓮𝓵𝓵𝓸 𝟘𝟙𝟚𝟛!", "Hello|,| 𝓗𝓮𝓵𝓵𝓸| |𝟘|𝟙|𝟚|𝟛|!")]
    [InlineData("it'S  we'LL it'ſ", "it|'S| | we|'LL| it|'ſ")]
    [InlineData("a\n\n b", "a|\n|\n| b")]
    public void Split_DialoguePattern_CutsAtWordsDigitsAndLineBreaks(string text, string expected)
    {
        var preTokenizer = $$"""{"type": "Split", "pattern": {"Regex": "{{SplitPatterns.Dialogue.Replace(@"\", @"\\", StringComparison.Ordinal)}}"}, "behavior": "Isolated"}""";
        var tokenizer = TinyTokenizer.Create(TinyTokenizer.PiecesModel, preTokenizer: preTokenizer);
        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();

        tokenizer.Encode(text).Offsets.Select(offset => string.Concat(runes[offset.Start..offset.End])).ShouldBe(expected.Split('|'));
    }

    [Fact]
    public void BertPreTokenizer_Text_SplitsAtSpacesAndPunctuation() =>
        TinyTokenizer.Split("""{"type": "BertPreTokenizer"}""", " don't $5 ¿qué?").ShouldBe(["don", "'", "t", "$", "5", "¿", "qué", "?"]);

    [Theory]
    [InlineData("always", true, "Hey| you")]
    [InlineData("first", false, "Hey you")]
    [InlineData("never", true, "Hey| you")]
    public void Metaspace_Text_SplitsBeforeEachSpaceIfAskedTo(string scheme, bool split, string expected) =>
        TinyTokenizer.Split($$"""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "{{scheme}}", "split": {{(split ? "true" : "false")}}}""", "Hey you")
            .ShouldBe(expected.Split('|'));

    [Fact]
    public void Metaspace_First_MarksOnlyTheBeginningOfTheText()
    {
        var model = $$"""{"type": "BPE", "unk_token": "?", "vocab": {{TinyTokenizer.Vocabulary("?", "▁", "a", "<s>")}}, "merges": []}""";
        var added = """[{"id": 3, "content": "<s>", "special": true}]""";
        HuggingFaceTokenizer With(string scheme) =>
            TinyTokenizer.Create(model, preTokenizer: $$"""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "{{scheme}}", "split": false}""", addedTokens: added);

        With("first").Encode("a<s>a").Ids.ShouldBe([1, 2, 3, 2]);
        With("always").Encode("a<s>a").Ids.ShouldBe([1, 2, 3, 1, 2]);
        With("never").Encode("a<s>a").Ids.ShouldBe([2, 3, 2]);
    }

    [Fact]
    public void ByteLevel_PrefixSpace_IsAddedWhereThereIsNone()
    {
        var tokenizer = TinyTokenizer.Create(
            TinyTokenizer.BytesModel, preTokenizer: """{"type": "ByteLevel", "add_prefix_space": true, "use_regex": true}""", decoder: TinyTokenizer.ByteLevel);

        tokenizer.Decode(tokenizer.Encode("ab").Ids).ShouldBe(" ab");
        tokenizer.Decode(tokenizer.Encode(" ab").Ids).ShouldBe(" ab");
        tokenizer.Encode("ab").Offsets.ShouldBe([new TokenOffset(0, 1), new TokenOffset(0, 1), new TokenOffset(1, 2)]);
    }
}
