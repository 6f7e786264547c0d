using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samantha.Benchmarks;

/// <summary>What a run measured, figure by figure, beside the tables: the latest run's, for whoever wants to look closer.</summary>
internal static class RawFigures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes <c>docs/results/NAME.json</c> in place of an earlier run's.</summary>
    public static void Write(string name, object figures)
    {
        Directory.CreateDirectory(Checkout.Results);
        var path = PathOf(name);
        File.WriteAllText(path, JsonSerializer.Serialize(figures, Json) + "\n");
        Console.WriteLine($"  raw figures: {Path.GetRelativePath(Checkout.Root, path)}");
    }

    /// <summary>What an earlier run wrote under a name; null if none did.</summary>
    public static T? Read<T>(string name) where T : class =>
        File.Exists(PathOf(name)) ? JsonSerializer.Deserialize<T>(File.ReadAllText(PathOf(name)), Json) : null;

    private static string PathOf(string name) => Path.Combine(Checkout.Results, $"{name}.json");
}
