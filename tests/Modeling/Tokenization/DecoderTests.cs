using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

public class DecoderTests
{
    private const string Llama = """{"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}""";
    private const string WordPiece = """{"type": "WordPiece", "prefix": "##", "cleanup": true}""";
    private const string Metaspace = """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}""";
    private const string LongReplace = """{"type": "Sequence", "decoders": [{"type": "Fuse"}, {"type": "Replace", "pattern": {"Regex": "a+b"}, "content": "<>"}]}""";
    private const string StripEnds = """{"type": "Strip", "content": "_", "start": 1, "stop": 2}""";

    [Theory]
    [InlineData(Llama, "▁Hello|▁you", "Hello you")]
    [InlineData(Llama, "▁|▁x", " x")]
    [InlineData(Llama, "▁a|<0xE2>|<0x82>|<0xAC>|b", "a€b")]
    [InlineData(Llama, "<0xE2>|<0x82>|b", "\uFFFD\uFFFDb")]
    [InlineData(Llama, "<0xE2>|<0x82>", "\uFFFD\uFFFD")]
    [InlineData(WordPiece, "don|'|t|stop|##ping|,|now|.", "don ' t stopping, now.")]
    [InlineData(WordPiece, "##ing|x", "##ing x")]
    [InlineData(Metaspace, "▁Hey|▁you|!", "Hey you!")]
    [InlineData(LongReplace, "xa|a|ab|a", "x<>a")]
    [InlineData(StripEnds, "__a___|_|b_", "_a_b")]
    [InlineData("null", "a|b", "a b")]
    [InlineData(TinyTokenizer.ByteLevel, "Ġhi|âĤ|¬", " hi€")]
    [InlineData(TinyTokenizer.ByteLevel, "â|x|âĤ", "\uFFFDx\uFFFD")]
    [InlineData(TinyTokenizer.ByteLevel, "x|你", "x你")]
    public void Decode_Tokens_GivesTheText(string decoder, string tokens, string expected)
    {
        var (tokenizer, ids) = Create(decoder, tokens.Split('|'));

        tokenizer.Decode(ids).ShouldBe(expected);
        InPieces(tokenizer, ids).ShouldBe(expected);
    }

    [Theory]
    [InlineData(Llama)]
    [InlineData(WordPiece)]
    [InlineData(Metaspace)]
    [InlineData(LongReplace)]
    [InlineData(StripEnds)]
    [InlineData("null")]
    [InlineData(TinyTokenizer.ByteLevel)]
    public void IncrementalDecode_AnyTokens_EqualsDecodingAtOnce(string decoder)
    {
        string[] tokens = ["▁", "▁a", "a", "b", "_", "__", "##b", "'", ".", "<0xE2>", "<0x82>", "<0xAC>", "<0x41>", "â", "Ĥ", "¬", "ðŁĺ", "Ģ", "é", "你"];
        var (tokenizer, _) = Create(decoder, tokens);
        Prop.ForAll(Gen.Choose(0, tokens.Length).ArrayOf().ToArbitrary(), ids => InPieces(tokenizer, ids) == tokenizer.Decode(ids))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Append_HalfACodePoint_IsHeldBack()
    {
        var (tokenizer, ids) = Create(TinyTokenizer.ByteLevel, ["a", "ðŁ", "ĺ", "Ģ", "b"]);
        var decoder = tokenizer.CreateDecoder();

        ids.Select(decoder.Append).ToArray().ShouldBe(["a", "", "", "😀", "b"]);
        decoder.Complete().ShouldBeEmpty();
    }

    [Fact]
    public void Complete_HalfACodePoint_GivesAReplacementCharacter()
    {
        var (tokenizer, ids) = Create(TinyTokenizer.ByteLevel, ["ðŁ"]);
        var decoder = tokenizer.CreateDecoder();

        decoder.Append(ids[0]).ShouldBeEmpty();
        decoder.Append(99).ShouldBeEmpty();
        decoder.Complete().ShouldBe("\uFFFD");
    }

    private static (HuggingFaceTokenizer Tokenizer, int[] Ids) Create(string decoder, string[] tokens)
    {
        var vocabulary = tokens.Distinct().Select((token, id) => KeyValuePair.Create(token, id)).ToDictionary();
        var model = $$"""{"type": "BPE", "vocab": {{JsonSerializer.Serialize(vocabulary)}}, "merges": []}""";
        return (TinyTokenizer.Create(model, decoder: decoder), [.. tokens.Select(token => vocabulary[token])]);
    }

    private static string InPieces(HuggingFaceTokenizer tokenizer, int[] ids)
    {
        var decoder = tokenizer.CreateDecoder();
        var pieces = ids.Select(decoder.Append).ToList();
        pieces.Add(decoder.Complete());
        return string.Concat(pieces);
    }
}
