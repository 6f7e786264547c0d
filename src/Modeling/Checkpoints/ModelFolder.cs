using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Encoders;
using TorchSharp;

namespace Samantha.Modeling.Checkpoints;

/// <summary>A model as a Hugging Face folder: config.json, weights, and whatever else belongs to it.</summary>
public static class ModelFolder
{
    public const string ConfigFile = "config.json";
    public const string GenerationConfigFile = "generation_config.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Whether a folder's config.json describes an encoder; what it describes else is for <see cref="LoadDecoder"/> to say.</summary>
    /// <exception cref="CheckpointException">There is no config.json, or it is malformed.</exception>
    public static bool IsEncoder(string folder) => ConfigReader.Open(Path.Combine(folder, ConfigFile)).Text("model_type") == "bert";

    /// <summary>Loads a decoder, ready to serve: in evaluation mode, in float32 whatever the files hold.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where to; the CPU by default.</param>
    /// <exception cref="CheckpointException">Something is missing, malformed or unsupported; the message says which file and what to do.</exception>
    public static DecoderModel LoadDecoder(string folder, torch.Device? device = null)
    {
        var config = DecoderConfigFile.Read(Path.Combine(folder, ConfigFile));
        WeightFiles.RequireAtLeast(folder, config.ParameterCount());
        var model = new DecoderModel(config, device);
        // A tied head may be stored all the same, and old checkpoints hold tables of frequencies.
        return Filled(model, folder, name =>
            (model.Config.TieWordEmbeddings && name == "lm_head.weight") || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal));
    }

    /// <summary>Loads a decoder that is never saved: the feed-forward units of which nothing is added are left out.</summary>
    /// <inheritdoc cref="LoadDecoder"/>
    public static DecoderModel LoadCompactDecoder(string folder, torch.Device? device = null) => FeedForwardWidth.Compact(LoadDecoder(folder, device));

    /// <summary>Loads an encoder with the head that its config.json names, in evaluation mode and in float32.</summary>
    /// <inheritdoc cref="LoadDecoder"/>
    public static EncoderModel LoadEncoder(string folder, torch.Device? device = null)
    {
        var (config, head) = EncoderConfigFile.Read(Path.Combine(folder, ConfigFile));
        WeightFiles.RequireAtLeast(folder, config.ParameterCount());
        return Filled(new EncoderModel(config, head, device), folder, EncoderModel.IsRedundant);
    }

    /// <summary>Writes a decoder as a folder that appears whole or not at all.</summary>
    /// <param name="folder">The folder to be; it must not exist, for a version is immutable.</param>
    /// <param name="model">The model; adapters that are not merged are not written.</param>
    /// <param name="type">How to store the weights.</param>
    /// <param name="addFiles">Writes further files (tokenizer, model card) into the folder it is given.</param>
    /// <exception cref="IOException">The folder exists or the disk fails; nothing is left behind.</exception>
    public static void Save(string folder, DecoderModel model, WeightType type = WeightType.Float32, Action<string>? addFiles = null) =>
        AtomicFolder.Create(folder, temporary =>
        {
            Write(temporary, model, type);
            addFiles?.Invoke(temporary);
        });

    /// <summary>Writes an encoder as a folder that appears whole or not at all.</summary>
    /// <inheritdoc cref="Save(string, DecoderModel, WeightType, Action{string})"/>
    public static void Save(string folder, EncoderModel model, WeightType type = WeightType.Float32, Action<string>? addFiles = null) =>
        AtomicFolder.Create(folder, temporary =>
        {
            Write(temporary, model, type);
            addFiles?.Invoke(temporary);
        });

    /// <summary>Writes a decoder's own files into a folder that exists.</summary>
    public static void Write(string folder, DecoderModel model, WeightType type = WeightType.Float32)
    {
        DecoderConfigFile.Write(model.Config, Path.Combine(folder, ConfigFile), type);
        var generation = new JsonObject
        {
            ["bos_token_id"] = model.Config.BeginToken,
            ["eos_token_id"] = new JsonArray([.. model.Config.EndTokens.Select(id => JsonValue.Create(id))]),
            ["pad_token_id"] = model.Config.PaddingToken,
        };
        File.WriteAllText(Path.Combine(folder, GenerationConfigFile), generation.ToJsonString(Indented) + "\n");
        WeightFiles.Save(folder, model, type);
    }

    /// <summary>Writes an encoder's own files into a folder that exists.</summary>
    public static void Write(string folder, EncoderModel model, WeightType type = WeightType.Float32)
    {
        EncoderConfigFile.Write(model.Config, model.Head, Path.Combine(folder, ConfigFile), type);
        WeightFiles.Save(folder, model, type);
    }

    /// <summary>SHA-256 of a folder's weights file in lower-case hexadecimal digits: what a version is named by.</summary>
    public static string WeightsDigest(string folder)
    {
        using var stream = File.OpenRead(Path.Combine(folder, WeightFiles.SingleFile));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static T Filled<T>(T model, string folder, Func<string, bool> ignore) where T : torch.nn.Module, Layers.ICheckpointed
    {
        try
        {
            WeightFiles.Load(folder, model, ignore);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
