using System.Text.Json;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>An object of a tokenizer.json, which knows its place in the file and so says where something is missing or wrong.</summary>
internal readonly struct JsonSection
{
    private readonly JsonElement _element;

    public JsonSection(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong(path, "an object");
        _element = element;
        Path = path;
    }

    public string Path { get; }

    /// <summary>The kind of component that this section describes.</summary>
    public string Type => String("type");

    public string String(string name) => StringOrNull(name) ?? throw Wrong(PathOf(name), "a string");

    public string? StringOrNull(string name) => Find(name) is not { } value
        ? null
        : Text(value, PathOf(name));

    public bool Bool(string name, bool otherwise) => Find(name) is not { } value
        ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(PathOf(name), "true or false");

    public bool? BoolOrNull(string name) => Find(name) is null ? null : Bool(name, false);

    public int Int(string name) => IntOrNull(name) ?? throw Wrong(PathOf(name), "a whole number");

    public int? IntOrNull(string name) => Find(name) is not { } value
        ? null
        : Integer(value, PathOf(name));

    public JsonSection Section(string name) => SectionOrNull(name) ?? throw Wrong(PathOf(name), "an object");

    public JsonSection? SectionOrNull(string name) => Find(name) is { } value ? new JsonSection(value, PathOf(name)) : null;

    public IEnumerable<JsonSection> Sections(string name) =>
        Elements(name).Select(entry => new JsonSection(entry.Element, entry.Path));

    /// <summary>The entries of an array and their places.</summary>
    public IEnumerable<(JsonElement Element, string Path)> Elements(string name)
    {
        var path = PathOf(name);
        if (Find(name) is not { ValueKind: JsonValueKind.Array } array)
            throw Wrong(path, "an array");
        return array.EnumerateArray().Select((element, index) => (element, $"{path}[{index}]"));
    }

    /// <summary>The members of an object, in the file's order.</summary>
    public IEnumerable<(string Name, JsonElement Element)> Members(string name)
    {
        var path = PathOf(name);
        if (Find(name) is not { ValueKind: JsonValueKind.Object } members)
            throw Wrong(path, "an object");
        return members.EnumerateObject().Select(member => (Text(() => member.Name, path), member.Value));
    }

    public bool Has(string name) => Find(name) is not null;

    public bool IsObject(string name) => Find(name) is { ValueKind: JsonValueKind.Object };

    /// <summary>What to throw for a component of a kind that is not built in.</summary>
    public TokenizerFormatException Unsupported(string supported) =>
        new($"'{Path}' is of type '{Type}', which is not supported. Use a tokenizer with one of: {supported}.");

    public static int Integer(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : throw Wrong(path, "a whole number");

    public static string Text(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String ? Text(() => element.GetString()!, path) : throw Wrong(path, "a string");

    public static TokenizerFormatException Wrong(string path, string expected) =>
        new($"'{path}' must be {expected}. The file is damaged or of another format: export the tokenizer again.");

    /// <summary>JSON can spell a surrogate alone, which no string of a tokenizer may hold.</summary>
    private static string Text(Func<string> read, string path)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerFormatException($"'{path}' must be of valid Unicode. Export the tokenizer again.", e);
        }
    }

    private JsonElement? Find(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
