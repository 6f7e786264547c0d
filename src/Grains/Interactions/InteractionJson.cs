using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Samantha.Contracts.Interactions;

namespace Samantha.Grains.Interactions;

/// <summary>Interactions as JSON, the form in which they are stored and exported.</summary>
public static class InteractionJson
{
    private static readonly InteractionJsonContext Context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>One line of JSON.</summary>
    public static string Write(Interaction interaction) => JsonSerializer.Serialize(interaction, Context.Interaction);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not that.</exception>
    public static Interaction Read(string json) =>
        JsonSerializer.Deserialize(json, Context.Interaction) ?? throw new JsonException("An interaction is null.");
}

[JsonSerializable(typeof(Interaction))]
internal sealed partial class InteractionJsonContext : JsonSerializerContext;
