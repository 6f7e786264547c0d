using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Adapters;

/// <summary>The settings of bottleneck adapters, in the manner of PEFT.</summary>
internal static class BottleneckConfigFile
{
    public const string Kind = "BOTTLENECK";

    public static BottleneckConfig Read(ConfigReader file) => new(file.Integer("width")) { BaseModel = file.Text("base_model_name_or_path") };

    public static JsonObject Write(BottleneckConfig config) => new()
    {
        ["peft_type"] = Kind,
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = config.BaseModel,
        ["width"] = config.Width,
        ["inference_mode"] = true,
    };
}
