using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Tokenization.AddedTokens;
using Samantha.Modeling.Tokenization.Training;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Writes the tokenizer.json of a trained tokenizer.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="vocabulary">All tokens by id.</param>
    /// <param name="merges">The merges, best first.</param>
    /// <param name="specialTokens">The special tokens.</param>
    /// <param name="options">The split pattern and the token that begins a sequence.</param>
    public static string WriteByteLevelBpe(
        IReadOnlyList<string> vocabulary,
        IReadOnlyList<(string Left, string Right)> merges,
        IReadOnlyList<AddedToken> specialTokens,
        BpeTrainerOptions options)
    {
        var ids = new JsonObject();
        for (var id = 0; id < vocabulary.Count; id++)
            ids[vocabulary[id]] = id;

        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. specialTokens.Select(AddedToken)]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Split",
                        ["pattern"] = new JsonObject { ["Regex"] = options.SplitPattern },
                        ["behavior"] = "Isolated",
                        ["invert"] = false,
                    },
                    ByteLevel(useRegex: false)),
            },
            ["post_processor"] = options.BeginOfSequenceToken is { } begin ? BeginTemplate(begin, specialTokens.Single(token => token.Content == begin).Id) : null,
            ["decoder"] = ByteLevel(useRegex: true),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = ids,
                ["merges"] = new JsonArray([.. merges.Select(merge => new JsonArray(merge.Left, merge.Right))]),
            },
        }.ToJsonString(Readable);
    }

    private static JsonObject AddedToken(AddedToken token) => new()
    {
        ["id"] = token.Id,
        ["content"] = token.Content,
        ["single_word"] = token.SingleWord,
        ["lstrip"] = token.LeftStrip,
        ["rstrip"] = token.RightStrip,
        ["normalized"] = token.Normalized,
        ["special"] = token.Special,
    };

    private static JsonObject ByteLevel(bool useRegex) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = false,
        ["trim_offsets"] = true,
        ["use_regex"] = useRegex,
    };

    private static JsonObject BeginTemplate(string begin, int id)
    {
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(0), Sequence("A", 0)),
            ["pair"] = new JsonArray(Special(0), Sequence("A", 0), Special(1), Sequence("B", 1)),
            ["special_tokens"] = new JsonObject
            {
                [begin] = new JsonObject { ["id"] = begin, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(begin) },
            },
        };

        JsonObject Special(int typeId) => new() { ["SpecialToken"] = new JsonObject { ["id"] = begin, ["type_id"] = typeId } };

        JsonObject Sequence(string name, int typeId) => new() { ["Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = typeId } };
    }
}
