using System.Text.Json;

namespace Samantha.Modeling.Checkpoints;

/// <summary>Reads the fields of a JSON configuration file; what is wrong is said with the file's and the field's name.</summary>
internal sealed class ConfigReader
{
    private const long LargestFile = 16 << 20;
    private readonly JsonElement root;

    private ConfigReader(string path, JsonElement root) => (Path, this.root) = (path, root);

    public string Path { get; }

    public static ConfigReader Open(string path)
    {
        try
        {
            if (!File.Exists(path))
                throw new CheckpointException(path, "is missing.", "Give a folder that holds a Hugging Face checkpoint.");
            if (new FileInfo(path).Length > LargestFile)
                throw new CheckpointException(path, "is far too large for a configuration.", "Restore the file from its source.");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object
                ? new ConfigReader(path, root)
                : throw new CheckpointException(path, "does not hold a JSON object.", "Restore the file from its source.");
        }
        catch (JsonException error)
        {
            throw new CheckpointException(path, $"is not JSON (line {error.LineNumber + 1}).", "Restore the file from its source.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "cannot be read.", "Check that it exists and that you may read it.", error);
        }
    }

    public CheckpointException Fault(string problem) =>
        new(Path, problem, "Use a checkpoint of a supported kind, or correct the field.");

    public bool Has(string name) => Find(name) is not null;

    public ConfigReader? Section(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } section => new ConfigReader(Path, section),
        _ => throw Fault($"has a {name} that is not an object."),
    };

    public int Integer(string name) => IntegerOrNull(name) ?? throw Fault($"lacks {name}.");

    public int Integer(string name, int absent) => IntegerOrNull(name) ?? absent;

    public int? IntegerOrNull(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        _ => throw Fault($"has a {name} that is not a whole number."),
    };

    public double Number(string name) => NumberOrNull(name) ?? throw Fault($"lacks {name}.");

    public double Number(string name, double absent) => NumberOrNull(name) ?? absent;

    public bool Flag(string name, bool absent) => Find(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Fault($"has a {name} that is neither true nor false."),
    };

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Fault($"has a {name} that is not a string."),
    };

    /// <summary>A list of strings; empty if absent.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Fault($"has a {name} that is not a list of strings."),
    };

    /// <summary>A whole number or a list of them; empty if absent.</summary>
    public IReadOnlyList<int> Integers(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => [value],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(IsInteger) =>
            [.. list.EnumerateArray().Select(item => item.GetInt32())],
        _ => throw Fault($"has a {name} that is neither a whole number nor a list of them."),
    };

    /// <summary>Every member as text: strings as they are, anything else as its JSON.</summary>
    public IReadOnlyDictionary<string, string> Members() => root.EnumerateObject()
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .ToDictionary(members => members.Key, members => members.Last().Value.ToString(), StringComparer.Ordinal);

    private static bool IsInteger(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out _);

    public double? NumberOrNull(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && double.IsFinite(value) => value,
        _ => throw Fault($"has a {name} that is not a number."),
    };

    private JsonElement? Find(string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
