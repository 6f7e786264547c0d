using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Samantha.Silo.Telemetry;

/// <summary>Renders metrics in Prometheus' text format, version 0.0.4, when asked.</summary>
internal sealed class PrometheusText : BaseExporter<Metric>
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>What was rendered last.</summary>
    public string Text => _text.ToString();

    public override ExportResult Export(in Batch<Metric> batch)
    {
        _text.Clear();
        foreach (var metric in batch)
            Render(metric);
        return ExportResult.Success;
    }

    private void Render(Metric metric)
    {
        var name = Name(metric);
        var kind = metric.MetricType == MetricType.Histogram ? "histogram" : IsCounter(metric) ? "counter" : "gauge";
        if (metric.Description is { Length: > 0 } description)
            _text.Append("# HELP ").Append(name).Append(' ').Append(description.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram)
                Histogram(name, point);
            else
                Line(name, point, null, Value(metric.MetricType, point));
        }
    }

    private void Histogram(string name, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Line($"{name}_bucket", point, bucket.ExplicitBound, below);
        }

        Line($"{name}_sum", point, null, point.GetHistogramSum());
        Line($"{name}_count", point, null, point.GetHistogramCount());
    }

    private void Line(string name, in MetricPoint point, double? bound, double value)
    {
        var labels = new List<string>();
        foreach (var (key, label) in point.Tags)
            labels.Add($"{Letters(key)}=\"{Convert.ToString(label, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"");
        if (bound is { } edge)
            labels.Add($"le=\"{(double.IsPositiveInfinity(edge) ? "+Inf" : edge.ToString(CultureInfo.InvariantCulture))}\"");
        _text.Append(name);
        if (labels.Count > 0)
            _text.Append('{').AppendJoin(',', labels).Append('}');
        _text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static string Name(Metric metric)
    {
        var unit = metric.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        var name = Letters(metric.Name);
        return name + (name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit) + (IsCounter(metric) ? "_total" : "");
    }

    private static bool IsCounter(Metric metric) => metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;

    private static string Letters(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
