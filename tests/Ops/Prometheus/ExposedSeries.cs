using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Prometheus;

/// <summary>Whether the service really has what a query reads.</summary>
internal static class ExposedSeries
{
    // Prometheus' own series, and the labels that it gives to all of a target.
    private static readonly HashSet<string> Scraped = ["up"];
    private static readonly HashSet<string> OfTargets = ["job", "instance", "namespace", "pod"];

    // Values that a service shows in its time, and not all in a test.
    private static readonly Dictionary<string, HashSet<string>> Known = new()
    {
        ["outcome"] = [.. Problems(), "completed", "replayed", "cancelled", "internal", "stored", "stale", "promoted", "rejected", "failed", "stop", "length", "refused"],
        ["judgement"] = ["up", "down", "corrected", "taught"],
        ["type"] = ["prompt", "cached", "generated"],
        ["stage"] = [.. Enum.GetNames<RolloutStage>().Select(Snake)],
        ["phase"] = [.. Enum.GetNames<TrainingPhase>().Select(Snake)],
    };

    /// <summary>What is wrong with a query; empty if nothing.</summary>
    public static IEnumerable<string> Errors(this ObservedService service, Query query, IReadOnlySet<string> recorded)
    {
        if (query.Selectors.Count == 0)
            yield return $"It reads no series: {query.Text}";
        var grouping = query.Grouping.ToHashSet();
        foreach (var (metric, labels) in query.Selectors)
        {
            if (recorded.Contains(metric))
                continue;
            if (!Scraped.Contains(metric) && !service.Series[metric].Any())
            {
                yield return $"The service shows no {metric}.";
                continue;
            }

            var shown = service.Series[metric].SelectMany(series => series.Keys).Concat(OfTargets).ToHashSet();
            grouping.ExceptWith(shown);
            foreach (var (name, sign, value) in labels.Where(label => !label.Value.Contains('$')))
            {
                if (!shown.Contains(name))
                    yield return $"{metric} has no label {name}.";
                if (Known.TryGetValue(name, out var known) && value.Split('|').Except(known).ToList() is { Count: > 0 } others)
                    yield return $"{metric} is never {name}{sign}{string.Join('|', others)}.";
            }
        }

        if (grouping.Count > 0)
            yield return $"It groups by {string.Join(", ", grouping)}, which none of its series has: {query.Text}";
    }

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static IEnumerable<string> Problems() => typeof(SamanthaException).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(SamanthaException)) && !type.IsAbstract)
        .Select(type => ((SamanthaException)Activator.CreateInstance(type, "")!).Code);
}
