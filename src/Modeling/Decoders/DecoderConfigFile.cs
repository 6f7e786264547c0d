using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Decoders;

/// <summary>Reads and writes a decoder's config.json as Hugging Face has it.</summary>
public static class DecoderConfigFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads a config.json of model type llama, qwen2 or qwen3, in either spelling.</summary>
    /// <exception cref="CheckpointException">It is missing, malformed, or asks for something that this decoder lacks.</exception>
    public static DecoderConfig Read(string path)
    {
        var file = ConfigReader.Open(path);
        var family = Family(file);
        RefuseUnsupported(file);
        var heads = file.Integer("num_attention_heads");
        var hidden = file.Integer("hidden_size");
        if (heads <= 0)
            throw file.Fault("has a num_attention_heads that is not above 0.");

        var biased = family == DecoderFamily.Qwen2 || file.Flag("attention_bias", false);
        var config = new DecoderConfig
        {
            Family = family,
            VocabularySize = file.Integer("vocab_size"),
            HiddenSize = hidden,
            Layers = file.Integer("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = file.Integer("num_key_value_heads", heads),
            HeadDimension = file.Integer("head_dim", family == DecoderFamily.Qwen3 ? 128 : hidden / heads),
            IntermediateSize = file.Integer("intermediate_size"),
            MaxPositions = file.Integer("max_position_embeddings", 2048),
            NormEpsilon = file.Number("rms_norm_eps", 1e-6),
            Rotary = Rotary(file),
            TieWordEmbeddings = file.Flag("tie_word_embeddings", false),
            AttentionBias = biased,
            AttentionOutputBias = biased && family != DecoderFamily.Qwen2,
            FeedForwardBias = file.Flag("mlp_bias", false),
            QueryKeyNorm = family == DecoderFamily.Qwen3,
            InitializerRange = file.Number("initializer_range", 0.02),
            AttentionDropout = file.Number("attention_dropout", 0),
            HiddenDropout = file.Number("hidden_dropout", 0),
            BeginToken = file.IntegerOrNull("bos_token_id"),
            EndTokens = file.Integers("eos_token_id"),
            PaddingToken = file.IntegerOrNull("pad_token_id"),
        };
        try
        {
            return config.Validated();
        }
        catch (ArgumentException error)
        {
            throw file.Fault($"does not describe a model: {error.Message}");
        }
    }

    /// <summary>Writes a config.json.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="weights">How the weights beside it are stored.</param>
    /// <param name="spelling">For which readers.</param>
    public static void Write(DecoderConfig config, string path, WeightType weights = WeightType.Float32, ConfigSpelling spelling = ConfigSpelling.Transformers4)
    {
        var name = config.Family.ToString();
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray($"{name}ForCausalLM"),
            ["model_type"] = name.ToLowerInvariant(),
            ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.HiddenSize,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["num_key_value_heads"] = config.KeyValueHeads,
            ["head_dim"] = config.HeadDimension,
            ["intermediate_size"] = config.IntermediateSize,
            ["max_position_embeddings"] = config.MaxPositions,
            ["hidden_act"] = "silu",
            ["rms_norm_eps"] = config.NormEpsilon,
            ["tie_word_embeddings"] = config.TieWordEmbeddings,
            ["initializer_range"] = config.InitializerRange,
            ["attention_dropout"] = config.AttentionDropout,
            ["use_cache"] = true,
        };
        if (config.HiddenDropout > 0)
            json["hidden_dropout"] = config.HiddenDropout;
        if (config.Family != DecoderFamily.Qwen2)
            json["attention_bias"] = config.AttentionBias;
        if (config.Family == DecoderFamily.Llama)
            json["mlp_bias"] = config.FeedForwardBias;
        json["bos_token_id"] = config.BeginToken;
        json["eos_token_id"] = config.EndTokens switch
        {
            [] => null,
            [var only] => only,
            var several => new JsonArray([.. several.Select(id => JsonValue.Create(id))]),
        };
        json["pad_token_id"] = config.PaddingToken;
        var type = weights.ToString().ToLowerInvariant();
        if (spelling == ConfigSpelling.Transformers4)
        {
            json["rope_theta"] = config.Rotary.Theta;
            json["rope_scaling"] = Scaling(config.Rotary);
            json["torch_dtype"] = type;
        }
        else
        {
            var rotary = Scaling(config.Rotary) ?? new JsonObject { ["rope_type"] = "default" };
            rotary["rope_theta"] = config.Rotary.Theta;
            json["rope_parameters"] = rotary;
            json["dtype"] = type;
        }

        File.WriteAllText(path, json.ToJsonString(Indented) + "\n");
    }

    private static DecoderFamily Family(ConfigReader file) => file.Text("model_type") switch
    {
        "llama" => DecoderFamily.Llama,
        "qwen2" => DecoderFamily.Qwen2,
        "qwen3" => DecoderFamily.Qwen3,
        var other => throw file.Fault($"has the model type {other ?? "(none)"}; a decoder is llama, qwen2 or qwen3."),
    };

    private static void RefuseUnsupported(ConfigReader file)
    {
        if (file.Text("hidden_act") is { } activation and not ("silu" or "swish"))
            throw file.Fault($"has the activation {activation}; this decoder has silu.");
        if (file.Flag("use_sliding_window", false))
            throw file.Fault("asks for sliding-window attention, which this decoder lacks.");
        if (file.Has("quantization_config"))
            throw file.Fault("describes quantised weights, which this decoder does not read.");
    }

    private static RotaryConfig Rotary(ConfigReader file)
    {
        if (file.Section("rope_parameters") is { } parameters)
            return new RotaryConfig(parameters.Number("rope_theta", 10_000), Scaling(parameters));
        return new RotaryConfig(file.Number("rope_theta", 10_000), file.Section("rope_scaling") is { } scaling ? Scaling(scaling) : null);
    }

    private static Llama3Scaling? Scaling(ConfigReader section)
    {
        switch (section.Text("rope_type") ?? section.Text("type") ?? "default")
        {
            case "default":
                return null;
            case "llama3":
                var scaling = new Llama3Scaling(
                    section.Number("factor"),
                    section.Number("low_freq_factor"),
                    section.Number("high_freq_factor"),
                    section.Integer("original_max_position_embeddings"));
                return scaling is { Factor: > 0, LowFrequencyFactor: > 0, OriginalMaxPositions: > 0 }
                    && scaling.HighFrequencyFactor > scaling.LowFrequencyFactor
                    ? scaling
                    : throw section.Fault("has impossible factors of rotary scaling.");
            case var other:
                throw section.Fault($"has rotary scaling of the type {other}; this decoder has default and llama3.");
        }
    }

    private static JsonObject? Scaling(RotaryConfig rotary) => rotary.Scaling is not { } scaling ? null : new JsonObject
    {
        ["rope_type"] = "llama3",
        ["factor"] = scaling.Factor,
        ["low_freq_factor"] = scaling.LowFrequencyFactor,
        ["high_freq_factor"] = scaling.HighFrequencyFactor,
        ["original_max_position_embeddings"] = scaling.OriginalMaxPositions,
    };
}
