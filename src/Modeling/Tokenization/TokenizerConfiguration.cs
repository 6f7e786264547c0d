using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Samantha.Modeling.Tokenization;

/// <summary>What <c>tokenizer_config.json</c> says beside the tokenizer itself.</summary>
public sealed record TokenizerConfiguration
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "tokenizer_config.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The token that begins a sequence, or null.</summary>
    public string? BeginOfSequenceToken { get; init; }

    /// <summary>The token that ends a sequence, or null.</summary>
    public string? EndOfSequenceToken { get; init; }

    /// <summary>The token that fills a batch, or null.</summary>
    public string? PaddingToken { get; init; }

    /// <summary>The token for what the vocabulary lacks, or null.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>The token that hides another from an encoder, or null.</summary>
    public string? MaskToken { get; init; }

    /// <summary>The chat template's source, or null.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The longest sequence the model takes, in tokens, or null.</summary>
    public int? ModelMaxLength { get; init; }

    /// <summary>Reads the JSON of a <c>tokenizer_config.json</c>. Tokens may be strings or objects with a <c>content</c>; of several named templates the one named <c>default</c> is taken.</summary>
    /// <exception cref="TokenizerFormatException">It is not a JSON object.</exception>
    public static TokenizerConfiguration Parse(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root)
                throw new TokenizerFormatException($"{FileName} is not a JSON object. Export the tokenizer again.");
            return new TokenizerConfiguration
            {
                BeginOfSequenceToken = Token(root["bos_token"]),
                EndOfSequenceToken = Token(root["eos_token"]),
                PaddingToken = Token(root["pad_token"]),
                UnknownToken = Token(root["unk_token"]),
                MaskToken = Token(root["mask_token"]),
                ChatTemplate = Template(root["chat_template"]),
                ModelMaxLength = root["model_max_length"] is JsonValue length && length.TryGetValue(out int tokens) ? tokens : null,
            };
        }
        catch (JsonException e)
        {
            throw new TokenizerFormatException($"{FileName} is not valid JSON (line {e.LineNumber + 1}). Copy or export it again.", e);
        }
    }

    /// <summary>The JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson()
    {
        var root = new JsonObject
        {
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
            ["clean_up_tokenization_spaces"] = false,
        };
        Set("bos_token", BeginOfSequenceToken);
        Set("eos_token", EndOfSequenceToken);
        Set("pad_token", PaddingToken);
        Set("unk_token", UnknownToken);
        Set("mask_token", MaskToken);
        if (ModelMaxLength is { } length)
            root["model_max_length"] = length;
        Set("chat_template", ChatTemplate);
        return root.ToJsonString(Indented);

        void Set(string name, string? value)
        {
            if (value is not null)
                root[name] = value;
        }
    }

    private static string? Token(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? token) => token,
        JsonObject entry => Token(entry["content"]),
        _ => null,
    };

    private static string? Template(JsonNode? node) => node switch
    {
        JsonArray named => named.OfType<JsonObject>()
            .Where(entry => Token(entry["name"]) == "default")
            .Select(entry => Token(entry["template"]))
            .FirstOrDefault(),
        _ => Token(node),
    };
}
