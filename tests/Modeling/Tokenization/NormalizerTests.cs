using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class NormalizerTests
{
    private const string Nfc = """{"type": "NFC"}""";
    private const string Nfd = """{"type": "NFD"}""";

    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("s\u0307\u0323", "\u1E69")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("plain text", "plain text")]
    public void Nfc_Text_IsComposed(string text, string expected) => TinyTokenizer.Normalize(Nfc, text).ShouldBe(expected);

    [Theory]
    [InlineData("\u00E9", "e\u0301")]
    [InlineData("\u1E69", "s\u0323\u0307")]
    [InlineData("\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\uAC00", "\u1100\u1161")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    public void Nfd_Text_IsDecomposed(string text, string expected) => TinyTokenizer.Normalize(Nfd, text).ShouldBe(expected);

    [Fact]
    public void Normalize_AnyText_IsStableAndCanonicallyTheSame() =>
        Prop.ForAll(TextGenerators.WellFormed, text =>
        {
            var composed = TinyTokenizer.Normalize(Nfc, text);
            var decomposed = TinyTokenizer.Normalize(Nfd, text);
            return TinyTokenizer.Normalize(Nfc, composed) == composed
                && TinyTokenizer.Normalize(Nfd, decomposed) == decomposed
                && TinyTokenizer.Normalize(Nfc, decomposed) == composed
                && TinyTokenizer.Normalize(Nfd, composed) == decomposed;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"type": "Lowercase"}""", "ÀB\u0130Σ", "àbi\u0307σ")]
    [InlineData("""{"type": "StripAccents"}""", "e\u0301\u00E9", "e\u00E9")]
    [InlineData("""{"type": "Strip", "strip_left": true, "strip_right": true}""", " \tab \n", "ab")]
    [InlineData("""{"type": "Strip", "strip_left": false, "strip_right": true}""", " ab ", " ab")]
    [InlineData("""{"type": "Prepend", "prepend": "<>"}""", "ab", "<>ab")]
    [InlineData("""{"type": "Prepend", "prepend": "<>"}""", "", "")]
    [InlineData("""{"type": "Replace", "pattern": {"String": "aa"}, "content": "b"}""", "aaaca", "baca")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "_"}""", "a   b c", "a_b c")]
    [InlineData("""{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]}""", "ÉCLAIR", "eclair")]
    [InlineData("""{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}""", "É\u0000\tB\u00AD中\uFFFD", "e b 中 ")]
    [InlineData("""{"type": "BertNormalizer", "clean_text": false, "handle_chinese_chars": false, "strip_accents": false, "lowercase": false}""", "É\t中", "É\t中")]
    public void Normalize_Text_IsRewritten(string normalizer, string text, string expected) =>
        TinyTokenizer.Normalize(normalizer, text).ShouldBe(expected);

    [Fact]
    public void Encode_NormalizedText_KeepsOffsetsOfTheOriginal()
    {
        var tokenizer = TinyTokenizer.Create(
            """{"type": "WordPiece", "unk_token": "?", "max_input_chars_per_word": 100, "vocab": {"?": 0, "e": 1, "##c": 2, "##lair": 3}}""",
            """{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}""",
            """{"type": "BertPreTokenizer"}""");

        var encoded = tokenizer.Encode("𝓗 e\u0301Clair");

        encoded.Ids.ShouldBe([0, 1, 2, 3]);
        encoded.Offsets.ShouldBe([new TokenOffset(0, 1), new TokenOffset(2, 3), new TokenOffset(4, 5), new TokenOffset(5, 9)]);
    }
}
