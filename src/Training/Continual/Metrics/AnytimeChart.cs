using System.Globalization;
using Samantha.Training.Charts;

namespace Samantha.Training.Continual.Metrics;

/// <summary>
/// Draws as SVG how the accuracy on the tasks shown so far went, over the way of a stream: what learns from each sample once has
/// fewer updates than what learns for some epochs, and the same way.
/// </summary>
public static class AnytimeChart
{
    private const double Width = 960, Height = 440, Left = 50, Right = 740, Top = 40, Bottom = 390;
    private const int Ticks = 5;
    private static readonly string[] Colours =
        ["#1f77b4", "#d62728", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf", "#003f5c", "#ffa600"];

    /// <summary>The chart of some streams.</summary>
    /// <param name="streams">Their names and looks.</param>
    /// <param name="title">Its heading.</param>
    public static string Draw(IReadOnlyList<(string Name, IReadOnlyList<StreamLook> Looks)> streams, string title)
    {
        var drawing = new SvgDrawing(Width, Height, title, Left);
        for (var i = 0; i <= Ticks; i++)
        {
            var (x, y) = (Left + (Right - Left) * i / Ticks, Bottom - (Bottom - Top) * i / Ticks);
            drawing.Line([(Left, y), (Right, y)], "#e5e5e5", 1);
            drawing.Text(Left - 6, y + 4, Invariant($"{100 * i / Ticks}"), "end");
            drawing.Text(x, Bottom + 16, Invariant($"{100 * i / Ticks}"), "middle");
        }

        drawing.Text((Left + Right) / 2, Height - 12, "percent of the stream; accuracy in percent on the tasks shown so far", "middle");
        foreach (var (i, (name, looks)) in streams.Index())
        {
            var colour = Colours[i % Colours.Length];
            var last = Math.Max(1.0, looks.Max(look => look.Update));
            drawing.Line(looks.Select(look => (Left + (Right - Left) * look.Update / last, Bottom - (Bottom - Top) * look.Accuracy.Average())), colour);
            drawing.Text(Right + 12, Top + 14 + 16 * i, Invariant($"{name}: {100 * looks.Average(look => look.Accuracy.Average()):0.0}"), "start", colour);
        }

        return drawing.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
