using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Adapters;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Prefix;
using static TorchSharp.torch;

namespace Samantha.Modeling.Tuning;

/// <summary>
/// What is learned beside a decoder's weights as PEFT keeps it: adapter_config.json and adapter_model.safetensors. Bottleneck
/// adapters, for which PEFT has no format, are kept in the same way.
/// </summary>
public static class TuningFolder
{
    public const string ConfigFile = "adapter_config.json";
    public const string WeightsFile = "adapter_model.safetensors";

    private const string Remedy = "Use the adapter with its own base model.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads what a folder holds and puts it on a model.</summary>
    /// <exception cref="CheckpointException">The folder is malformed, of an unknown kind, or of another model.</exception>
    public static ITuning Load(string folder, DecoderModel model)
    {
        var file = ConfigReader.Open(Path.Combine(folder, ConfigFile));
        ITuning tuning;
        try
        {
            tuning = file.Text("peft_type") switch
            {
                null or LoraConfigFile.Kind => LoraAdapters.Apply(model, LoraConfigFile.Read(file)),
                AdaLoraConfigFile.Kind => AdaLoraAdapters.Apply(model, AdaLoraConfigFile.Read(file)),
                PrefixConfigFile.Kind => PrefixTuning.Apply(model, PrefixConfigFile.Read(file, model.Config)),
                BottleneckConfigFile.Kind => BottleneckAdapters.Apply(model, BottleneckConfigFile.Read(file)),
                var other => throw file.Fault($"describes an adapter of the type {other}, which is not supported."),
            };
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(folder, $"does not fit the model: {error.Message}", Remedy, error);
        }

        try
        {
            Fill(folder, tuning);
            return tuning;
        }
        catch
        {
            tuning.Dispose();
            throw;
        }
    }

    /// <summary>Reads the weights of a folder into what has the same shape.</summary>
    /// <exception cref="CheckpointException">They are of another model, or damaged.</exception>
    public static void Fill(string folder, ITuning tuning)
    {
        using var ungraded = no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsFile));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, parameter, _, _) in tuning.Weights())
        {
            names.Add(name);
            using var stored = file.Read(name);
            if (!stored.shape.SequenceEqual(parameter.shape))
                throw new CheckpointException(file.Path, $"holds {name} in another shape than the model's.", Remedy);
            parameter.copy_(stored);
        }

        if (file.Entries.FirstOrDefault(entry => !names.Contains(entry.Name)) is { } unexpected)
            throw new CheckpointException(file.Path, $"holds the unexpected {unexpected.Name}.", Remedy);
    }

    /// <summary>Writes a folder that appears whole or not at all.</summary>
    /// <exception cref="ArgumentException">All weights learn: the model's own folder holds them.</exception>
    public static void Save(string folder, ITuning tuning, WeightType type = WeightType.Float32) =>
        AtomicFolder.Create(folder, temporary => Write(temporary, tuning, type));

    /// <summary>Writes into a folder that exists.</summary>
    /// <inheritdoc cref="Save"/>
    public static void Write(string folder, ITuning tuning, WeightType type = WeightType.Float32)
    {
        JsonObject config = tuning switch
        {
            LoraAdapters lora => LoraConfigFile.Write(lora.Config),
            AdaLoraAdapters lora => AdaLoraConfigFile.Write(lora.Config),
            PrefixTuning prefix => PrefixConfigFile.Write(prefix),
            BottleneckAdapters adapters => BottleneckConfigFile.Write(adapters.Config),
            _ => throw new ArgumentException("Where all weights learn there is no adapter to write: write the model.", nameof(tuning)),
        };
        File.WriteAllText(Path.Combine(folder, ConfigFile), config.ToJsonString(Indented) + "\n");
        SafetensorsFile.Write(Path.Combine(folder, WeightsFile), tuning.Weights().Select(weight => (weight.Name, (Tensor)weight.Parameter)), type);
    }
}
