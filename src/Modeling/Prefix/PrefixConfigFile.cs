using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;

namespace Samantha.Modeling.Prefix;

/// <summary>A prefix's settings as PEFT writes them.</summary>
internal static class PrefixConfigFile
{
    public const string Kind = "PREFIX_TUNING";

    /// <exception cref="CheckpointException">The prefix is of another shape than the model's, or made by a network of its own.</exception>
    public static PrefixConfig Read(ConfigReader file, DecoderConfig model)
    {
        if (file.Flag("prefix_projection", false))
            throw file.Fault("asks for a prefix_projection, which is not supported.");
        foreach (var (field, own) in Shape(model))
        {
            if (file.IntegerOrNull(field) is { } value && value != own)
                throw file.Fault($"has a {field} of {value} where the model has {own}.");
        }

        return new PrefixConfig(file.Integer("num_virtual_tokens")) { BaseModel = file.Text("base_model_name_or_path") };
    }

    public static JsonObject Write(PrefixTuning prefix)
    {
        var json = new JsonObject
        {
            ["peft_type"] = Kind,
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = prefix.Config.BaseModel,
            ["num_virtual_tokens"] = prefix.Length,
            ["num_transformer_submodules"] = 1,
            ["prefix_projection"] = false,
            ["inference_mode"] = true,
        };
        foreach (var (field, value) in Shape(prefix.Model))
            json[field] = value;
        return json;
    }

    // Where query heads share keys, PEFT counts the heads and the width of the keys.
    private static IEnumerable<(string Field, int Value)> Shape(DecoderConfig model) =>
    [
        ("num_layers", model.Layers),
        ("num_attention_heads", model.KeyValueHeads),
        ("token_dim", model.KeyValueHeads * model.HeadDimension),
    ];
}
