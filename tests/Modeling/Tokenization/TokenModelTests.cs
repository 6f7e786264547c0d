using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class TokenModelTests
{
    [Fact]
    public void Bpe_IgnoreMerges_TakesWholeWordsOfTheVocabulary()
    {
        var vocabulary = TinyTokenizer.Vocabulary("a", "b", "c", "ab", "abc");
        HuggingFaceTokenizer With(bool ignoreMerges) => TinyTokenizer.Create(
            $$"""{"type": "BPE", "ignore_merges": {{(ignoreMerges ? "true" : "false")}}, "vocab": {{vocabulary}}, "merges": ["a b"]}""");

        With(true).Encode("abc").Ids.ShouldBe([4]);
        With(false).Encode("abc").Ids.ShouldBe([3, 2]);
    }

    [Fact]
    public void Bpe_ByteFallback_SpellsUnknownCharactersAsBytes()
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        var tokenizer = TinyTokenizer.Create(
            $$"""{"type": "BPE", "unk_token": "?", "fuse_unk": true, "byte_fallback": true, "vocab": {{TinyTokenizer.Vocabulary(["?", "a", .. bytes])}}, "merges": []}""");

        var encoded = tokenizer.Encode("aé𝓗a");

        encoded.Ids.ShouldBe([1, 2 + 0xC3, 2 + 0xA9, 2 + 0xF0, 2 + 0x9D, 2 + 0x93, 2 + 0x97, 1]);
        encoded.Offsets[1..3].ShouldBe([new TokenOffset(1, 2), new TokenOffset(1, 2)]);
        encoded.Offsets[^2..].ShouldBe([new TokenOffset(2, 3), new TokenOffset(3, 4)]);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public void Bpe_UnknownCharacters_AreFusedIfAskedFor(bool fuse, int expected) =>
        TinyTokenizer.Create($$"""{"type": "BPE", "unk_token": "?", "fuse_unk": {{(fuse ? "true" : "false")}}, "vocab": {{TinyTokenizer.Vocabulary("?", "a")}}, "merges": []}""")
            .Encode("axya").Length.ShouldBe(expected);

    [Fact]
    public void WordPiece_LongWord_IsCountedInCodePoints()
    {
        var tokenizer = TinyTokenizer.Create(
            """{"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##", "max_input_chars_per_word": 3, "vocab": {"?": 0, "𝓗": 1, "##𝓗": 5}}""");

        tokenizer.Encode("𝓗𝓗𝓗").Ids.ShouldBe([1, 5, 5]);
        tokenizer.Encode("𝓗𝓗𝓗𝓗").Ids.ShouldBe([0]);
        tokenizer.VocabularySize.ShouldBe(6);
    }

    [Fact]
    public void Unigram_Text_TakesTheLikeliestSpelling()
    {
        var tokenizer = TinyTokenizer.Create("""{"type": "Unigram", "unk_id": 0, "vocab": [["?", 0], ["a", -1], ["b", -1], ["ab", -1.5], ["abc", -9], ["c", -1]]}""");

        tokenizer.Encode("abc").Ids.ShouldBe([3, 5]);
        tokenizer.Encode("aba").Ids.ShouldBe([3, 1]);
    }

    [Fact]
    public void Unigram_UnknownCharacters_AreOneTokenOrBytes()
    {
        string Model(string more) => $$"""{"type": "Unigram", "unk_id": 0, "byte_fallback": true, "vocab": [["?", 0], ["a", -1]{{more}}]}""";
        var bytes = string.Concat(Enumerable.Range(0, 256).Select(value => $", [\"<0x{value:X2}>\", -20]"));

        TinyTokenizer.Create(Model("")).Encode("axéa").Ids.ShouldBe([1, 0, 1]);
        TinyTokenizer.Create(Model(bytes)).Encode("axéa?").Ids.ShouldBe([1, 2 + 'x', 2 + 0xC3, 2 + 0xA9, 1, 0]);
    }

    [Fact]
    public void Encode_ManyThreads_GivesTheSameIds()
    {
        var tokenizer = TinyTokenizer.Create($$"""{"type": "BPE", "vocab": {{TinyTokenizer.Vocabulary("a", "b", "ab", "abab")}}, "merges": ["a b", "ab ab"]}""");
        var texts = Enumerable.Range(0, 2000).Select(i => Convert.ToString(i, 2).Replace('0', 'a').Replace('1', 'b')).ToArray();
        var expected = texts.Select(text => string.Join(' ', tokenizer.Encode(text).Ids)).ToArray();

        var actual = texts.AsParallel().AsOrdered().Select(text => string.Join(' ', tokenizer.Encode(text).Ids)).ToArray();

        actual.ShouldBe(expected);
    }
}
