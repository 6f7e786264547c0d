using System.Text.Json;
using System.Text.Json.Serialization;
using Samantha.Modeling.Checkpoints;
using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>A head on disk: <c>head.json</c>, which says what it is and names its classes, and <c>head.safetensors</c>, its sums.</summary>
public sealed class TextHeadFolder : IDisposable
{
    private const string ConfigFile = "head.json";
    private const string StateFile = "head.safetensors";
    private const string Remedy = "Restore the folder from its source, or teach the head again from its lessons.";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <param name="config">What the head is.</param>
    /// <param name="classes">Its classes' names, in their order.</param>
    public TextHeadFolder(TextHeadConfig config, IReadOnlyList<string> classes)
    {
        (Config, Classes) = (config, classes);
        Head = config.Create(classes.Count);
    }

    public TextHeadConfig Config { get; }

    public IReadOnlyList<string> Classes { get; }

    /// <summary>The head itself; this object owns it.</summary>
    public ITextHead Head { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="CheckpointException">A file is missing or malformed, or they do not fit together.</exception>
    public static TextHeadFolder Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var description = ReadDescription(Path.Combine(folder, ConfigFile));
        var path = Path.Combine(folder, StateFile);
        using var file = SafetensorsFile.Open(path);
        var result = new TextHeadFolder(description.Head, description.Classes);
        foreach (var (name, state) in result.Head.State)
        {
            using var stored = file.Read(name);
            if (stored.dtype != state.dtype || !stored.shape.SequenceEqual(state.shape))
            {
                result.Dispose();
                throw new CheckpointException(path, $"holds a tensor {name} that does not fit {ConfigFile}.", Remedy);
            }

            state.copy_(stored);
        }

        result.Head.Restored();
        return result;
    }

    /// <summary>Writes the folder, in the place of an older one.</summary>
    public void Write(string folder) => AtomicFolder.Replace(folder, temporary =>
    {
        File.WriteAllText(Path.Combine(temporary, ConfigFile), JsonSerializer.Serialize(new Description(Classes, Config), Json) + "\n");
        SafetensorsFile.Write(Path.Combine(temporary, StateFile), Head.State);
    });

    public void Dispose() => Head.Dispose();

    private static Description ReadDescription(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Description>(File.ReadAllText(path), Json) ?? throw new CheckpointException(path, "is empty.", Remedy);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw new CheckpointException(path, "cannot be read as a head's description.", Remedy, error);
        }
    }

    private sealed record Description(IReadOnlyList<string> Classes, TextHeadConfig Head);
}
