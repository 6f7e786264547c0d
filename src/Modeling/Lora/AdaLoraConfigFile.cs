using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Lora;

/// <summary>
/// AdaLoRA's settings as PEFT writes them. Adapters are written in their first rank with the pruned singular values at zero,
/// so there is no rank pattern, and PEFT computes the same with them.
/// </summary>
internal static class AdaLoraConfigFile
{
    public const string Kind = "ADALORA";

    public static AdaLoraConfig Read(ConfigReader file)
    {
        LoraConfigFile.Require(file);
        if (file.Section("rank_pattern")?.Members().Count > 0)
            throw file.Fault("sets a rank_pattern, which is not supported: merge it into its base model.");
        var (warmup, last) = (file.Integer("tinit", 0), file.Integer("tfinal", 0));
        return new AdaLoraConfig
        {
            InitialRank = file.Integer("init_r"),
            TargetRank = file.Integer("target_r"),
            Alpha = file.Number("lora_alpha"),
            Dropout = file.Number("lora_dropout", 0),
            WarmupSteps = warmup,
            FinalSteps = last,
            Steps = file.Integer("total_step", warmup + last + 1),
            PruneEvery = file.Integer("deltaT", 1),
            Beta1 = file.Number("beta1", 0.85),
            Beta2 = file.Number("beta2", 0.85),
            Orthogonality = file.Number("orth_reg_weight", 0.5),
            Targets = file.Texts("target_modules"),
            BaseModel = file.Text("base_model_name_or_path"),
        };
    }

    public static JsonObject Write(AdaLoraConfig config)
    {
        var json = LoraConfigFile.Common(Kind, config.BaseModel, config.Targets);
        json["init_r"] = config.InitialRank;
        json["target_r"] = config.TargetRank;
        json["lora_alpha"] = config.Alpha;
        json["lora_dropout"] = config.Dropout;
        json["tinit"] = config.WarmupSteps;
        json["tfinal"] = config.FinalSteps;
        json["total_step"] = config.Steps;
        json["deltaT"] = config.PruneEvery;
        json["beta1"] = config.Beta1;
        json["beta2"] = config.Beta2;
        json["orth_reg_weight"] = config.Orthogonality;
        return json;
    }
}
