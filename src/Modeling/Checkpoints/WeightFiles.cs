using System.Text.Json;
using Samantha.Modeling.Layers;
using TorchSharp;

namespace Samantha.Modeling.Checkpoints;

/// <summary>The weights of a model folder: one safetensors file, or several with an index.</summary>
public static class WeightFiles
{
    public const string SingleFile = "model.safetensors";
    public const string IndexFile = "model.safetensors.index.json";

    /// <summary>Reads every weight of a model from a folder, converted to the model's type and device.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model to fill.</param>
    /// <param name="ignore">Says of a name in the files that the model rightly has no place for it.</param>
    /// <exception cref="CheckpointException">Weights are missing, left over, misshapen or unreadable.</exception>
    public static void Load(string folder, ICheckpointed model, Func<string, bool>? ignore = null)
    {
        var files = Open(folder);
        try
        {
            var places = Places(folder, files);
            var weights = model.Weights().ToList();
            Compare(folder, weights, places, ignore ?? (_ => false));
            using var ungraded = torch.no_grad();
            foreach (var weight in weights)
                Fill(weight, places[weight.Name]);
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    /// <summary>
    /// Checks that a folder holds as many numbers as its configuration asks for, before memory is taken on the
    /// configuration's word alone.
    /// </summary>
    /// <exception cref="CheckpointException">It holds fewer, or its files are unreadable.</exception>
    public static void RequireAtLeast(string folder, long numbers)
    {
        var files = Open(folder);
        var held = files.SelectMany(file => file.Entries).Sum(entry => entry.Bytes / SafetensorsType.Size(entry.Type));
        files.ForEach(file => file.Dispose());
        if (held < numbers)
        {
            throw new CheckpointException(
                folder,
                $"holds {held} numbers, but its config.json describes a model of {numbers}.",
                "Use weights and config.json of one and the same model.");
        }
    }

    /// <summary>Writes a model's weights as one file into a folder.</summary>
    public static void Save(string folder, ICheckpointed model, WeightType type = WeightType.Float32)
    {
        var weights = model.Weights().Select(weight => (weight.Name, Tensor: weight.Value())).ToList();
        try
        {
            SafetensorsFile.Write(Path.Combine(folder, SingleFile), weights, type);
        }
        finally
        {
            foreach (var (_, tensor) in weights)
                tensor.Dispose();
        }
    }

    private static List<SafetensorsFile> Open(string folder)
    {
        var index = Path.Combine(folder, IndexFile);
        var paths = File.Exists(index) ? Shards(folder, index) : [Path.Combine(folder, SingleFile)];
        var files = new List<SafetensorsFile>();
        try
        {
            foreach (var path in paths)
                files.Add(SafetensorsFile.Open(path));
            return files;
        }
        catch
        {
            foreach (var file in files)
                file.Dispose();
            throw;
        }
    }

    private static List<string> Shards(string folder, string index)
    {
        var map = ConfigReader.Open(index).Section("weight_map")?.Members()
            ?? throw new CheckpointException(index, "lacks weight_map.", "Restore the file from its source.");
        var names = map.Values.Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            // A name that leads out of the folder would read a file that its owner never meant to give.
            if (name.Length == 0 || name != Path.GetFileName(name) || name is "." or "..")
                throw new CheckpointException(index, $"names the file {JsonSerializer.Serialize(name)} outside its folder.", "Restore the file from its source.");
        }

        return [.. names.Select(name => Path.Combine(folder, name))];
    }

    private static Dictionary<string, SafetensorsFile> Places(string folder, List<SafetensorsFile> files)
    {
        var places = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var entry in file.Entries)
            {
                if (!places.TryAdd(entry.Name, file))
                    throw new CheckpointException(folder, $"holds the tensor {entry.Name} in two files.", "Restore the folder from its source.");
            }
        }

        return places;
    }

    private static void Compare(string folder, List<WeightSlice> weights, Dictionary<string, SafetensorsFile> places, Func<string, bool> ignore)
    {
        var wanted = weights.Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal);
        var missing = wanted.Where(name => !places.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        var unexpected = places.Keys.Where(name => !wanted.Contains(name) && !ignore(name)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count + unexpected.Count == 0)
            return;

        var problems = new List<string>();
        if (missing.Count > 0)
            problems.Add($"lacks {List(missing)}");
        if (unexpected.Count > 0)
            problems.Add($"holds the unexpected {List(unexpected)}");
        throw new CheckpointException(folder, string.Join(" and ", problems) + ".", "Use weights and config.json of one and the same model.");
    }

    private static string List(List<string> names)
    {
        const int shown = 8;
        var text = string.Join(", ", names.Take(shown));
        return names.Count <= shown ? text : $"{text} and {names.Count - shown} more";
    }

    private static void Fill(WeightSlice weight, SafetensorsFile file)
    {
        using var stored = file.Read(weight.Name);
        if (!stored.shape.SequenceEqual(weight.Shape))
        {
            throw new CheckpointException(
                file.Path,
                $"holds {weight.Name} as [{string.Join(", ", stored.shape)}], the model has [{string.Join(", ", weight.Shape)}].",
                "Use weights and config.json of one and the same model.");
        }

        using var place = weight.Value();
        place.copy_(stored);
    }
}
