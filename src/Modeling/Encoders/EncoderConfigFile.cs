using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Encoders;

/// <summary>Reads and writes an encoder's config.json as Hugging Face has it for BERT.</summary>
public static class EncoderConfigFile
{
    private const string MultiLabel = "multi_label_classification";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads a config.json of model type bert and the head that its architecture names.</summary>
    /// <exception cref="CheckpointException">It is missing, malformed, or asks for something that this encoder lacks.</exception>
    public static (EncoderConfig Config, EncoderHead Head) Read(string path)
    {
        var file = ConfigReader.Open(path);
        if (file.Text("model_type") is not "bert")
            throw file.Fault($"has the model type {file.Text("model_type") ?? "(none)"}; an encoder is bert.");
        if (file.Text("hidden_act") is { } activation and not "gelu")
            throw file.Fault($"has the activation {activation}; this encoder has gelu.");
        if (file.Text("position_embedding_type") is { } positions and not "absolute")
            throw file.Fault($"has {positions} positions; this encoder has absolute ones.");
        if (file.Flag("is_decoder", false))
            throw file.Fault("describes a decoder; this encoder looks both ways.");

        var config = new EncoderConfig
        {
            VocabularySize = file.Integer("vocab_size"),
            HiddenSize = file.Integer("hidden_size"),
            Layers = file.Integer("num_hidden_layers"),
            Heads = file.Integer("num_attention_heads"),
            IntermediateSize = file.Integer("intermediate_size"),
            MaxPositions = file.Integer("max_position_embeddings", 512),
            TokenTypes = file.Integer("type_vocab_size", 2),
            NormEpsilon = file.Number("layer_norm_eps", 1e-12),
            InitializerRange = file.Number("initializer_range", 0.02),
            HiddenDropout = file.Number("hidden_dropout_prob", 0.1),
            AttentionDropout = file.Number("attention_probs_dropout_prob", 0.1),
            ClassifierDropout = file.NumberOrNull("classifier_dropout"),
            PaddingToken = file.IntegerOrNull("pad_token_id"),
            Labels = Labels(file),
            MultiLabel = file.Text("problem_type") == MultiLabel,
        };
        try
        {
            return (config.Validated(), Head(file));
        }
        catch (ArgumentException error)
        {
            throw file.Fault($"does not describe a model: {error.Message}");
        }
    }

    /// <summary>Writes a config.json, replacing it if it exists.</summary>
    public static void Write(EncoderConfig config, EncoderHead head, string path, WeightType weights = WeightType.Float32)
    {
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(Architecture(head)),
            ["model_type"] = "bert",
            ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.HiddenSize,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["intermediate_size"] = config.IntermediateSize,
            ["max_position_embeddings"] = config.MaxPositions,
            ["type_vocab_size"] = config.TokenTypes,
            ["hidden_act"] = "gelu",
            ["layer_norm_eps"] = config.NormEpsilon,
            ["initializer_range"] = config.InitializerRange,
            ["hidden_dropout_prob"] = config.HiddenDropout,
            ["attention_probs_dropout_prob"] = config.AttentionDropout,
            ["classifier_dropout"] = config.ClassifierDropout,
            ["pad_token_id"] = config.PaddingToken,
            ["torch_dtype"] = weights.ToString().ToLowerInvariant(),
        };
        if (head != EncoderHead.MaskedLanguage)
        {
            json["id2label"] = new JsonObject(config.Labels.Select((label, id) => KeyValuePair.Create(Id(id), (JsonNode?)label)));
            json["label2id"] = new JsonObject(config.Labels.Select((label, id) => KeyValuePair.Create(label, (JsonNode?)id)));
        }

        if (head == EncoderHead.Sequence)
            json["problem_type"] = config.MultiLabel ? MultiLabel : "single_label_classification";
        File.WriteAllText(path, json.ToJsonString(Indented) + "\n");
    }

    private static string Architecture(EncoderHead head) => head switch
    {
        EncoderHead.Sequence => "BertForSequenceClassification",
        EncoderHead.Token => "BertForTokenClassification",
        EncoderHead.MaskedLanguage => "BertForMaskedLM",
        _ => throw new ArgumentOutOfRangeException(nameof(head), head, null),
    };

    private static EncoderHead Head(ConfigReader file)
    {
        var architecture = file.Texts("architectures").FirstOrDefault();
        foreach (var head in Enum.GetValues<EncoderHead>())
        {
            if (Architecture(head) == architecture)
                return head;
        }

        throw file.Fault($"has the architecture {architecture ?? "(none)"}, which is none of this encoder's.");
    }

    private static string Id(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Labels(ConfigReader file)
    {
        if (file.Section("id2label")?.Members() is not { Count: > 0 } members)
            return ["LABEL_0", "LABEL_1"];
        return [.. Enumerable.Range(0, members.Count).Select(id =>
            members.TryGetValue(Id(id), out var label) ? label : throw file.Fault($"has an id2label without {id}."))];
    }
}
