namespace Samantha.Grains.Telemetry;

/// <summary>Enumerations as tags, such as <c>rolling_back</c>.</summary>
internal static class Names
{
    public static string Of(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
