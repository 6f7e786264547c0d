using System.Text.RegularExpressions;

namespace Samantha.Ops.Tests.Prometheus;

/// <summary>A query in Prometheus' language, as far as it takes to know which series it reads.</summary>
internal sealed partial class Query
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "inf", "nan"];

    public Query(string text)
    {
        // What dashboards put in, as something that could stand there.
        text = text.Replace("$__rate_interval", "5m", StringComparison.Ordinal);
        Text = text;
        Selectors = [.. Selector().Matches(Clause().Replace(text, " "))
            .Where(match => !Words.Contains(match.Groups["name"].Value))
            .Select(match => new Selector(match.Groups["name"].Value, [.. Matcher().Matches(match.Groups["labels"].Value)
                .Select(label => (label.Groups[1].Value, label.Groups[2].Value, label.Groups[3].Value))]))];
        Grouping = [.. Clause().Matches(text).SelectMany(clause => clause.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];
    }

    public string Text { get; }

    /// <summary>The series that it reads.</summary>
    public IReadOnlyList<Selector> Selectors { get; }

    /// <summary>The labels by which it groups and joins.</summary>
    public IReadOnlyList<string> Grouping { get; }

    // A name with its labels that is no function, number or range.
    [GeneratedRegex("""(?<![\w:\["])(?<name>[a-zA-Z_:][\w:]*)(?![\w:]|\s*\()(?:\{(?<labels>(?:"[^"]*"|[^"}])*)\})?""")]
    private static partial Regex Selector();

    [GeneratedRegex("""(\w+)\s*(=~|!~|!=|=)\s*["]([^"]*)["]""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Clause();
}

/// <summary>A choice of series.</summary>
/// <param name="Metric">Their name.</param>
/// <param name="Labels">What their labels must be: name, operator, value.</param>
internal sealed record Selector(string Metric, IReadOnlyList<(string Name, string Operator, string Value)> Labels);
