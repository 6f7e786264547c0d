using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Training;

/// <summary>The settings of learning as names and texts, as a version's lineage keeps them, and back.</summary>
internal static class LearningSettings
{
    private const string Nothing = "null";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Every setting, such as <c>lessons.stepLength</c>.</summary>
    public static ImmutableSortedDictionary<string, string> Of(LearningOptions options)
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Walk(Tree(options), "", (name, value, _) => settings[name] = value switch
        {
            null => Nothing,
            JsonValue leaf when leaf.GetValueKind() == JsonValueKind.String => leaf.GetValue<string>(),
            _ => value.ToJsonString(),
        });
        return settings.ToImmutable();
    }

    /// <summary>The settings with these names and texts; what is not named is as it is by default, and unknown names are passed over.</summary>
    public static LearningOptions Read(IReadOnlyDictionary<string, string>? settings)
    {
        if (settings is null)
            return new LearningOptions { Strategy = LessonStrategies.Descent }; // noted by a release that did not note them
        var tree = Tree(new LearningOptions());
        var changes = new List<Action>();
        Walk(tree, "", (name, value, set) =>
        {
            if (settings.TryGetValue(name, out var text))
                changes.Add(() => set(Parse(text, value)));
        });
        changes.ForEach(change => change());
        var read = tree.Deserialize<LearningOptions>(Json)!;
        // Releases that had one strategy did not name it.
        return settings.ContainsKey("strategy") ? read : read with { Strategy = LessonStrategies.Descent };
    }

    private static JsonObject Tree(LearningOptions options) => JsonSerializer.SerializeToNode(options, Json)!.AsObject();

    // A setting that is nothing by default may be a number or a text.
    private static JsonNode? Parse(string text, JsonNode? known) => text == Nothing ? null
        : known is JsonValue leaf && leaf.GetValueKind() == JsonValueKind.String ? JsonValue.Create(text)
        : IsJson(text) ? JsonNode.Parse(text) : JsonValue.Create(text);

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Walk(JsonObject tree, string prefix, Action<string, JsonNode?, Action<JsonNode?>> leaf)
    {
        foreach (var (name, value) in tree.ToList())
        {
            if (value is JsonObject inner)
                Walk(inner, $"{prefix}{name}.", leaf);
            else
                leaf(prefix + name, value, node => tree[name] = node);
        }
    }
}
