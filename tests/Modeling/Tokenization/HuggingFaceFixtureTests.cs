using System.Text;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

/// <summary>Every line of the fixtures: ids, decoded text and offsets as the Hugging Face library gives them.</summary>
public class HuggingFaceFixtureTests
{
    [Theory]
    [InlineData("tok-gpt2-bpe")]
    [InlineData("tok-llama3-bpe")]
    [InlineData("tok-qwen2-bpe")]
    [InlineData("tok-bert-uncased")]
    [InlineData("tok-bert-cased")]
    [InlineData("tok-llama2-sp-bpe")]
    [InlineData("tok-llama2-sp-bpe-metaspace")]
    [InlineData("tok-unigram-sp")]
    public void Encode_FixtureTexts_GivesTheExpectedIdsAndOffsets(string folder)
    {
        var tokenizer = HuggingFaceTokenizer.Load(Fixtures.Folder(folder));
        var lines = 0;
        var failures = new StringBuilder();
        foreach (var line in TokenizerFixtures.Lines(folder, "expected.jsonl"))
        {
            lines++;
            var text = line.GetProperty("text").GetString()!;
            var plain = tokenizer.Encode(text, addSpecialTokens: false);
            var ids = line.GetProperty("ids").Ids();
            var special = line.TryGetProperty("ids_special", out var withSpecial) ? withSpecial.Ids() : ids;
            Compare("ids", text, ids, plain.Ids);
            Compare("offsets", text, TokenizerFixtures.Offsets(line.GetProperty("offsets")), plain.Offsets);
            Compare("ids_special", text, special, tokenizer.Encode(text).Ids);
        }

        lines.ShouldBe(565);
        failures.ToString().ShouldBeEmpty();

        void Compare<T>(string what, string text, T[] expected, T[] actual)
        {
            if (!expected.SequenceEqual(actual))
                failures.AppendLine($"{what} of '{text}': expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}");
        }
    }

    [Theory]
    [InlineData("tok-gpt2-bpe")]
    [InlineData("tok-llama3-bpe")]
    [InlineData("tok-qwen2-bpe")]
    [InlineData("tok-bert-uncased")]
    [InlineData("tok-bert-cased")]
    [InlineData("tok-llama2-sp-bpe")]
    [InlineData("tok-llama2-sp-bpe-metaspace")]
    [InlineData("tok-unigram-sp")]
    public void Decode_FixtureIds_GivesTheExpectedTextAtOnceAndInPieces(string folder)
    {
        var tokenizer = HuggingFaceTokenizer.Load(Fixtures.Folder(folder));
        var failures = new StringBuilder();
        foreach (var line in TokenizerFixtures.Lines(folder, "expected.jsonl"))
        {
            var ids = line.GetProperty("ids").Ids();
            var special = line.TryGetProperty("ids_special", out var withSpecial) ? withSpecial.Ids() : ids;
            var decoded = line.GetProperty("decoded").GetString()!;
            var skipped = line.TryGetProperty("decoded_skip", out var skip) ? skip.GetString()! : decoded;
            Compare("decoded", decoded, tokenizer.Decode(ids, skipSpecialTokens: false));
            Compare("decoded_skip", skipped, tokenizer.Decode(special));
            Compare("decoded in pieces", skipped, DecodeInPieces(tokenizer, special));
        }

        failures.ToString().ShouldBeEmpty();

        void Compare(string what, string expected, string actual)
        {
            if (expected != actual)
                failures.AppendLine($"{what}: expected '{expected}', got '{actual}'");
        }
    }

    [Theory]
    [InlineData("tok-bert-uncased")]
    [InlineData("tok-bert-cased")]
    public void EncodePair_FixturePairs_GivesTheExpectedIdsAndTypes(string folder)
    {
        var tokenizer = HuggingFaceTokenizer.Load(Fixtures.Folder(folder));
        var lines = 0;
        foreach (var line in TokenizerFixtures.Lines(folder, "expected_pairs.jsonl"))
        {
            lines++;
            var encoded = tokenizer.EncodePair(line.GetProperty("text").GetString()!, line.GetProperty("pair").GetString()!);
            encoded.Ids.ShouldBe(line.GetProperty("ids").Ids());
            encoded.TypeIds.ShouldBe(line.GetProperty("type_ids").Ids());
            line.GetProperty("attention_mask").Ids().ShouldAllBe(mask => mask == 1);
        }

        lines.ShouldBeGreaterThan(0);
    }

    private static string DecodeInPieces(HuggingFaceTokenizer tokenizer, int[] ids)
    {
        var decoder = tokenizer.CreateDecoder();
        var text = new StringBuilder();
        var pieces = ids.Select(decoder.Append).ToList();
        pieces.Add(decoder.Complete());
        foreach (var piece in pieces)
        {
            (piece.Length > 0 && char.IsLowSurrogate(piece[0])).ShouldBeFalse();
            (piece.Length > 0 && char.IsHighSurrogate(piece[^1])).ShouldBeFalse();
            text.Append(piece);
        }

        return text.ToString();
    }
}
