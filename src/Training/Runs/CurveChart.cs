using System.Globalization;
using Samantha.Training.Charts;

namespace Samantha.Training.Runs;

/// <summary>Draws a training curve as SVG: the training loss in bits a label, and bits a byte or a label on development data.</summary>
public static class CurveChart
{
    private const double Width = 820, Height = 360, Left = 60, Right = 760, Top = 30, Bottom = 310;
    private const int Ticks = 5;

    /// <summary>The chart of some points.</summary>
    /// <param name="points">In the order of their steps.</param>
    /// <param name="title">Its heading.</param>
    public static string Draw(IReadOnlyList<TrainingPoint> points, string title)
    {
        var drawing = new SvgDrawing(Width, Height, title, Left);
        var last = points.Count == 0 ? 1 : Math.Max(1.0, points[^1].Tokens);
        for (var i = 0; i <= Ticks; i++)
            drawing.Text(Left + (Right - Left) * i / Ticks, Bottom + 16, Invariant($"{last * i / Ticks / 1e6:0.##} M"), "middle");
        drawing.Text((Left + Right) / 2, Height - 8, "tokens", "middle");
        Series(drawing, [.. points.Select(point => (point.Tokens / last, point.Loss / Math.Log(2)))], "#1f77b4", "training loss, bits/label", Left - 6, "end", 0);
        var unit = points.Any(point => point.DevBitsPerLabel is not null) ? "bits/label" : "bits/byte";
        Series(drawing, Measured(points, last, point => point.DevBitsPerByte ?? point.DevBitsPerLabel), "#d62728", $"dev, {unit}", Right + 6, "start", 1);
        Series(drawing, Measured(points, last, point => point.AverageDevBitsPerByte ?? point.AverageDevBitsPerLabel),
            "#2ca02c", $"dev of averaged weights, {unit}", null, "start", 2);
        return drawing.ToString();
    }

    private static List<(double At, double Value)> Measured(IReadOnlyList<TrainingPoint> points, double last, Func<TrainingPoint, double?> value) =>
        [.. points.Where(point => value(point) is not null).Select(point => (point.Tokens / last, value(point)!.Value))];

    // Each series with an axis has its own scale, named in its own colour; the first has its ticks on the left.
    private static void Series(SvgDrawing drawing, List<(double At, double Value)> values, string colour, string name, double? axis, string anchor, int row)
    {
        if (values.Count == 0)
            return;
        // The first moments of a run would flatten all the rest.
        var shown = values.Select(item => item.Value).Order().ToList();
        var low = shown[0];
        var high = Math.Max(low + 1e-9, shown[(int)((shown.Count - 1) * 0.97)]);
        drawing.Line(
            values.Select(item => (Left + (Right - Left) * item.At, Math.Clamp(Bottom - (Bottom - Top) * (item.Value - low) / (high - low), Top, Bottom))), colour);
        drawing.Text(Right, Top + 14 + 16 * row, Invariant($"{name}: {values[^1].Value:0.000}"), "end", colour);
        for (var i = 0; axis is { } x && i <= Ticks; i++)
            drawing.Text(x, Bottom - (Bottom - Top) * i / Ticks + 4, Invariant($"{low + (high - low) * i / Ticks:0.00}"), anchor, colour);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
