using System.Text.Json;

namespace Samantha.Training.Data;

/// <summary>One line of a file of JSON objects; what is wrong with it is said with the file and the line, and without its words.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">The line, from 1.</param>
/// <param name="Object">What it holds.</param>
internal readonly record struct JsonLine(string Path, int Number, JsonElement Object)
{
    /// <summary>Reads files one after another; empty lines are passed over.</summary>
    /// <exception cref="TrainingDataException">A file cannot be read, or a line is no JSON object.</exception>
    public static IEnumerable<JsonLine> Read(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            using var reader = new StreamReader(DataFile.Open(path, "Check the path, and that you may read it."));
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                if (!string.IsNullOrWhiteSpace(line))
                    yield return Parse(line, path, number);
            }
        }
    }

    public TrainingDataException Fault(string problem) => new($"{Path}: line {Number} {problem}");

    public bool Has(string name) => Object.TryGetProperty(name, out _);

    /// <summary>A text that must be there and not be empty.</summary>
    public string Text(string name) => Text(Object, name) ?? throw Fault($"needs a text called \"{name}\" that is not empty.");

    /// <summary>A list of texts that must be there and not be empty.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var self = this;
        return [.. List(name).Select(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text
            ? text
            : throw self.Fault($"needs texts that are not empty in \"{name}\"."))];
    }

    /// <summary>A list that must be there and not be empty.</summary>
    public IReadOnlyList<JsonElement> List(string name) =>
        Object.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray()]
            : throw Fault($"needs a list called \"{name}\" that is not empty.");

    /// <summary>A text of an object in the line, or null where it is missing or empty.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()
            : null;

    private static JsonLine Parse(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonLine(path, number, document.RootElement.Clone())
                : throw new TrainingDataException($"{path}: line {number} is not a JSON object. Write one object on each line.");
        }
        catch (JsonException error)
        {
            // The parser's own message may quote the line.
            throw new TrainingDataException($"{path}: line {number} is not JSON (byte {error.BytePositionInLine}). Write one object on each line.");
        }
    }
}
