using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Lora;

/// <summary>LoRA's settings as PEFT writes them.</summary>
internal static class LoraConfigFile
{
    public const string Kind = "LORA";

    public static LoraConfig Read(ConfigReader file)
    {
        Require(file);
        if (file.Flag("use_dora", false))
            throw file.Fault("asks for use_dora, which is not supported.");
        foreach (var field in new[] { "rank_pattern", "alpha_pattern" })
        {
            if (file.Section(field)?.Members().Count > 0)
                throw file.Fault($"sets a {field}, which is not supported.");
        }

        return new LoraConfig
        {
            Rank = file.Integer("r"),
            Alpha = file.Number("lora_alpha"),
            Dropout = file.Number("lora_dropout", 0),
            RankStabilised = file.Flag("use_rslora", false),
            Targets = file.Texts("target_modules"),
            BaseModel = file.Text("base_model_name_or_path"),
        };
    }

    public static JsonObject Write(LoraConfig config)
    {
        var json = Common(Kind, config.BaseModel, config.Targets);
        json["r"] = config.Rank;
        json["lora_alpha"] = config.Alpha;
        json["lora_dropout"] = config.Dropout;
        json["use_rslora"] = config.RankStabilised;
        return json;
    }

    /// <summary>What adapters of matrices can not be, whatever their kind.</summary>
    /// <exception cref="CheckpointException">The file asks for it.</exception>
    public static void Require(ConfigReader file)
    {
        if (file.Flag("fan_in_fan_out", false))
            throw file.Fault("asks for fan_in_fan_out, which is not supported.");
        if (file.Text("bias") is { } bias and not "none")
            throw file.Fault($"trains biases ({bias}), which is not supported.");
        if (file.Has("modules_to_save") || file.Has("layers_to_transform"))
            throw file.Fault("changes chosen layers or whole modules, which is not supported.");
    }

    /// <summary>What all adapters of matrices say.</summary>
    public static JsonObject Common(string kind, string? baseModel, IReadOnlyList<string> targets) => new()
    {
        ["peft_type"] = kind,
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = baseModel,
        ["target_modules"] = new JsonArray([.. targets.Select(target => JsonValue.Create(target))]),
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
    };
}
