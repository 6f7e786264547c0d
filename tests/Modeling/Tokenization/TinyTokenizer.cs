using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

/// <summary>Small tokenizer.json texts, put together from their parts.</summary>
internal static class TinyTokenizer
{
    /// <summary>A model that knows no word: every piece is one unknown token, whose offset shows the piece.</summary>
    public const string PiecesModel = """{"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {"?": 0}}""";

    /// <summary>A model of all bytes and no merges.</summary>
    public static string BytesModel { get; } = new JsonObject
    {
        ["type"] = "BPE",
        ["vocab"] = new JsonObject(ByteCharacters().Select((character, id) => KeyValuePair.Create(character.ToString(), (JsonNode?)id))),
        ["merges"] = new JsonArray(),
    }.ToJsonString();

    public const string ByteLevel = """{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false}""";

    public static string Json(
        string model, string? normalizer = null, string? preTokenizer = null, string? postProcessor = null, string? decoder = null, string? addedTokens = null) =>
        $$"""
        {
          "version": "1.0",
          "added_tokens": {{addedTokens ?? "[]"}},
          "normalizer": {{normalizer ?? "null"}},
          "pre_tokenizer": {{preTokenizer ?? "null"}},
          "post_processor": {{postProcessor ?? "null"}},
          "decoder": {{decoder ?? "null"}},
          "model": {{model}}
        }
        """;

    public static HuggingFaceTokenizer Create(
        string model, string? normalizer = null, string? preTokenizer = null, string? postProcessor = null, string? decoder = null, string? addedTokens = null) =>
        HuggingFaceTokenizer.Parse(Json(model, normalizer, preTokenizer, postProcessor, decoder, addedTokens));

    /// <summary>What a normalizer makes of a text.</summary>
    public static string Normalize(string normalizer, string text)
    {
        var tokenizer = Create(BytesModel, normalizer, ByteLevel, decoder: ByteLevel);
        return tokenizer.Decode(tokenizer.Encode(text).Ids);
    }

    /// <summary>The pieces that a pre-tokenizer makes of a text, as parts of the text.</summary>
    public static string[] Split(string preTokenizer, string text)
    {
        var tokenizer = Create(PiecesModel, preTokenizer: preTokenizer);
        return [.. tokenizer.Encode(text).Offsets.Select(offset => text[offset.Start..offset.End])];
    }

    /// <summary>A vocabulary of the tokens in order.</summary>
    public static string Vocabulary(params string[] tokens) =>
        JsonSerializer.Serialize(tokens.Select((token, id) => KeyValuePair.Create(token, id)).ToDictionary());

    public static IEnumerable<char> ByteCharacters() =>
        Enumerable.Range('!', '~' - '!' + 1).Concat(Enumerable.Range(0xA1, 12)).Concat(Enumerable.Range(0xAE, 82)).Concat(Enumerable.Range(0x100, 68)).Select(code => (char)code);
}
