using System.Globalization;
using System.Text;

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
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n"));
        svg.Append(Invariant($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n<text x=\"{Left}\" y=\"18\" font-weight=\"bold\">{Escape(title)}</text>\n"));
        var last = points.Count == 0 ? 1 : Math.Max(1.0, points[^1].Tokens);
        for (var i = 0; i <= Ticks; i++)
        {
            var x = Left + (Right - Left) * i / Ticks;
            svg.Append(Invariant($"<text x=\"{x:0.#}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">{last * i / Ticks / 1e6:0.##} M</text>\n"));
        }

        svg.Append(Invariant($"<text x=\"{(Left + Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">tokens</text>\n"));
        Series(svg, [.. points.Select(point => (point.Tokens / last, point.Loss / Math.Log(2)))], "#1f77b4", "training loss, bits/label", Left - 6, "end", 0);
        var unit = points.Any(point => point.DevBitsPerLabel is not null) ? "bits/label" : "bits/byte";
        Series(svg, Measured(points, last, point => point.DevBitsPerByte ?? point.DevBitsPerLabel), "#d62728", $"dev, {unit}", Right + 6, "start", 1);
        Series(svg, Measured(points, last, point => point.AverageDevBitsPerByte ?? point.AverageDevBitsPerLabel),
            "#2ca02c", $"dev of averaged weights, {unit}", null, "start", 2);
        return svg.Append("</svg>\n").ToString();
    }

    private static List<(double At, double Value)> Measured(IReadOnlyList<TrainingPoint> points, double last, Func<TrainingPoint, double?> value) =>
        [.. points.Where(point => value(point) is not null).Select(point => (point.Tokens / last, value(point)!.Value))];

    // Each series with an axis has its own scale, named in its own colour; the first has its ticks on the left.
    private static void Series(StringBuilder svg, List<(double At, double Value)> values, string colour, string name, double? axis, string anchor, int row)
    {
        if (values.Count == 0)
            return;
        // The first moments of a run would flatten all the rest.
        var shown = values.Select(item => item.Value).Order().ToList();
        var low = shown[0];
        var high = Math.Max(low + 1e-9, shown[(int)((shown.Count - 1) * 0.97)]);
        var path = string.Join(' ', values.Select(item => Invariant(
            $"{Left + (Right - Left) * item.At:0.#},{Math.Clamp(Bottom - (Bottom - Top) * (item.Value - low) / (high - low), Top, Bottom):0.#}")));
        svg.Append($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{path}\"/>\n");
        svg.Append(Invariant($"<text x=\"{Right}\" y=\"{Top + 14 + 16 * row}\" text-anchor=\"end\" fill=\"{colour}\">{Escape(name)}: {values[^1].Value:0.000}</text>\n"));
        for (var i = 0; axis is { } x && i <= Ticks; i++)
        {
            var y = Bottom - (Bottom - Top) * i / Ticks;
            svg.Append(Invariant($"<text x=\"{x}\" y=\"{y + 4:0.#}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{low + (high - low) * i / Ticks:0.00}</text>\n"));
        }
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
