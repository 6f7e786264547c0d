using Samantha.Ops.Tests.Testing;
using YamlDotNet.RepresentationModel;

namespace Samantha.Ops.Tests.Prometheus;

/// <summary>The rules of <c>ops/prometheus/alerts.yml</c>.</summary>
internal static class Alerts
{
    public const string File = "ops/prometheus/alerts.yml";

    public static IReadOnlyList<YamlNode> Rules { get; } = [.. Yaml.Read(File).Items("groups").SelectMany(group => group.Items("rules"))];

    /// <summary>The names of the series that rules record.</summary>
    public static IReadOnlySet<string> Recorded { get; } = Rules.Where(rule => rule.Has("record")).Select(rule => rule.Text("record")).ToHashSet();

    /// <summary>The rules that alert.</summary>
    public static IReadOnlyList<YamlNode> All { get; } = [.. Rules.Where(rule => rule.Has("alert"))];
}
