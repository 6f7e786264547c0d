using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>Adapters as PEFT keeps them: adapter_config.json and adapter_model.safetensors.</summary>
public static class LoraFolder
{
    public const string ConfigFile = "adapter_config.json";
    public const string WeightsFile = "adapter_model.safetensors";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads adapters and puts them on a model.</summary>
    /// <exception cref="CheckpointException">The folder is malformed, of another kind, or of another model.</exception>
    public static LoraAdapters Load(string folder, DecoderModel model)
    {
        var config = ReadConfig(Path.Combine(folder, ConfigFile));
        LoraAdapters adapters;
        try
        {
            adapters = LoraAdapters.Apply(model, config);
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(folder, $"does not fit the model: {error.Message}", "Use the adapter with its own base model.", error);
        }

        try
        {
            Fill(folder, adapters);
            return adapters;
        }
        catch
        {
            adapters.Dispose();
            throw;
        }
    }

    /// <summary>Reads the weights of a folder into adapters of the same shape.</summary>
    /// <exception cref="CheckpointException">They are of another model, or damaged.</exception>
    public static void Fill(string folder, LoraAdapters adapters)
    {
        using var ungraded = no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsFile));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, parameter, _, _) in adapters.Weights())
        {
            names.Add(name);
            using var stored = file.Read(name);
            if (!stored.shape.SequenceEqual(parameter.shape))
                throw new CheckpointException(file.Path, $"holds {name} in another shape than the model's.", "Use the adapter with its own base model.");
            parameter.copy_(stored);
        }

        if (file.Entries.FirstOrDefault(entry => !names.Contains(entry.Name)) is { } unexpected)
            throw new CheckpointException(file.Path, $"holds the unexpected {unexpected.Name}.", "Use the adapter with its own base model.");
    }

    /// <summary>Writes adapters as a folder that appears whole or not at all.</summary>
    public static void Save(string folder, LoraAdapters adapters, WeightType type = WeightType.Float32) =>
        AtomicFolder.Create(folder, temporary => Write(temporary, adapters, type));

    /// <summary>Writes adapters into a folder that exists.</summary>
    public static void Write(string folder, LoraAdapters adapters, WeightType type = WeightType.Float32)
    {
        File.WriteAllText(Path.Combine(folder, ConfigFile), WriteConfig(adapters.Config));
        SafetensorsFile.Write(Path.Combine(folder, WeightsFile), adapters.Weights().Select(weight => (weight.Name, (Tensor)weight.Parameter)), type);
    }

    private static LoraConfig ReadConfig(string path)
    {
        var file = ConfigReader.Open(path);
        if (file.Text("peft_type") is { } kind and not "LORA")
            throw file.Fault($"describes an adapter of the type {kind}; only LORA is read.");
        foreach (var flag in new[] { "use_dora", "fan_in_fan_out" })
        {
            if (file.Flag(flag, false))
                throw file.Fault($"asks for {flag}, which is not supported.");
        }

        if (file.Text("bias") is { } bias and not "none")
            throw file.Fault($"trains biases ({bias}), which is not supported.");
        foreach (var field in new[] { "rank_pattern", "alpha_pattern" })
        {
            if (file.Section(field)?.Members().Count > 0)
                throw file.Fault($"sets a {field}, which is not supported.");
        }

        if (file.Has("modules_to_save") || file.Has("layers_to_transform"))
            throw file.Fault("changes chosen layers or whole modules, which is not supported.");
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

    private static string WriteConfig(LoraConfig config) => new JsonObject
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = config.BaseModel,
        ["r"] = config.Rank,
        ["lora_alpha"] = config.Alpha,
        ["lora_dropout"] = config.Dropout,
        ["use_rslora"] = config.RankStabilised,
        ["target_modules"] = new JsonArray([.. config.Targets.Select(target => JsonValue.Create(target))]),
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
    }.ToJsonString(Indented) + "\n";
}
