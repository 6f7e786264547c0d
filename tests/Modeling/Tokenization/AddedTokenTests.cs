using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class AddedTokenTests
{
    private const string Lower = """{"type": "Lowercase"}""";

    [Theory]
    [InlineData("""{"id": 9, "content": "<m>"}""", "a <m> b", "a ,<m>, b")]
    [InlineData("""{"id": 9, "content": "<m>", "lstrip": true}""", "a  <m> b", "a,  <m>, b")]
    [InlineData("""{"id": 9, "content": "<m>", "rstrip": true}""", "a <m> \n b", "a ,<m> \n ,b")]
    [InlineData("""{"id": 9, "content": "<m>", "lstrip": true, "rstrip": true}""", "<m> <m>", "<m> ,<m>")]
    [InlineData("""{"id": 9, "content": "ab", "single_word": true}""", "ab xab ab", "ab, xab ,ab")]
    [InlineData("""{"id": 9, "content": "<|long|>"}, {"id": 8, "content": "<|"}""", "x<|long|><|", "x,<|long|>,<|")]
    public void Encode_AddedToken_IsCutOut(string token, string text, string expected) =>
        Parts(TinyTokenizer.Create(TinyTokenizer.PiecesModel, addedTokens: $"[{token}]"), text).ShouldBe(expected.Split(','));

    [Fact]
    public void Encode_NormalizedToken_IsFoundInTheNormalizedText()
    {
        HuggingFaceTokenizer With(bool normalized) => TinyTokenizer.Create(
            TinyTokenizer.PiecesModel, Lower, addedTokens: $$"""[{"id": 9, "content": "Yes", "normalized": {{(normalized ? "true" : "false")}}}]""");

        Parts(With(true), "oYES").ShouldBe(["o", "YES"]);
        Parts(With(false), "oYES").ShouldBe(["oYES"]);
        Parts(With(false), "oYes").ShouldBe(["o", "Yes"]);
    }

    [Fact]
    public void Decode_SpecialToken_IsSkippedIfAskedTo()
    {
        var tokenizer = TinyTokenizer.Create(
            TinyTokenizer.PiecesModel,
            addedTokens: """[{"id": 8, "content": "<think>", "special": false}, {"id": 9, "content": "<eos>", "special": true}]""");

        tokenizer.Decode([8, 9, 7]).ShouldBe("<think>");
        tokenizer.Decode([8, 9, 7], skipSpecialTokens: false).ShouldBe("<think> <eos>");
        tokenizer.TokenId("<think>").ShouldBe(8);
        tokenizer.TokenId("nothing").ShouldBeNull();
        tokenizer.Token(9).ShouldBe("<eos>");
        tokenizer.Token(7).ShouldBeNull();
        tokenizer.VocabularySize.ShouldBe(10);
    }

    [Fact]
    public void Encode_LoneSurrogates_CountAsReplacementCharacters() =>
        Prop.ForAll(TextGenerators.WellFormed, text =>
        {
            var tokenizer = TinyTokenizer.Create(TinyTokenizer.BytesModel, preTokenizer: TinyTokenizer.ByteLevel, decoder: TinyTokenizer.ByteLevel);
            return tokenizer.Decode(tokenizer.Encode("\uDC00" + text + "\uD800").Ids) == "\uFFFD" + text + "\uFFFD";
        }).QuickCheckThrowOnFailure();

    private static string[] Parts(HuggingFaceTokenizer tokenizer, string text) =>
        [.. tokenizer.Encode(text).Offsets.Select(offset => text[offset.Start..offset.End])];
}
