using Samantha.Grains.Hosting;
using Samantha.Silo.Hosting;

namespace Samantha.Ops.Tests.Testing;

/// <summary>Which variables of the environment the service reads.</summary>
internal static class SettingNames
{
    private const string Prefix = "SAMANTHA__";

    // Of .NET, of OpenTelemetry, and the one that names the folder of the bundled model.
    private static readonly HashSet<string> Others =
        ["SAMANTHA_ROOT", "DOTNET_EnableDiagnostics", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"];

    public static bool IsRead(string variable) => Others.Contains(variable)
        || (variable.StartsWith(Prefix, StringComparison.Ordinal) && variable[Prefix.Length..].Split("__") is var path
            && (Reaches(typeof(ServiceSettings), path) || Reaches(typeof(SamanthaOptions), path)));

    private static bool Reaches(Type type, ReadOnlySpan<string> path)
    {
        if (path is [])
            return type.IsPrimitive || type == typeof(string) || type == typeof(TimeSpan) || Nullable.GetUnderlyingType(type) is not null;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return int.TryParse(path[0], out _) && Reaches(type.GenericTypeArguments[0], path[1..]);
        return type.GetProperty(path[0]) is { } property && Reaches(property.PropertyType, path[1..]);
    }
}
