using System.Globalization;
using Samantha.Training.Charts;

namespace Samantha.Training.Continual.Metrics;

/// <summary>Draws the matrix R as SVG: a row for each task that was learned, a column for each that is measured.</summary>
public static class MatrixChart
{
    private const double Left = 140, Top = 40, Cell = 44;

    /// <summary>The chart of a matrix.</summary>
    /// <param name="matrix">Accuracies in [0, 1].</param>
    /// <param name="names">The columns' tasks; the first of them are the rows'.</param>
    /// <param name="title">Its heading.</param>
    public static string Draw(IReadOnlyList<IReadOnlyList<double>> matrix, IReadOnlyList<string> names, string title)
    {
        var bottom = Top + Cell * matrix.Count;
        var drawing = new SvgDrawing(Left + Cell * names.Count + 20, bottom + 20 + 14 * names.Count, title, 8);
        foreach (var (i, row) in matrix.Index())
        {
            drawing.Text(Left - 8, Top + Cell * (i + 0.5) + 4, matrix.Count == 1 ? "all at once" : Invariant($"after {names[i]}"), "end");
            foreach (var (j, value) in row.Index())
            {
                drawing.Box(Left + Cell * j, Top + Cell * i, Cell - 1, Cell - 1, Colour(value));
                drawing.Text(Left + Cell * (j + 0.5), Top + Cell * (i + 0.5) + 4, Invariant($"{100 * value:0}"), "middle", value > 0.5 ? "white" : "black");
            }
        }

        // One below the other: turned letters are hard to read.
        foreach (var (j, name) in names.Index())
        {
            drawing.Line([(Left + Cell * (j + 0.5), bottom), (Left + Cell * (j + 0.5), bottom + 8 + 14 * j)], "#bbbbbb", 1);
            drawing.Text(Left + Cell * (j + 0.5), bottom + 18 + 14 * j, name, j > names.Count / 2 ? "end" : "start");
        }

        return drawing.ToString();
    }

    // From white to a deep blue.
    private static string Colour(double value)
    {
        var share = Math.Clamp(value, 0, 1);
        return Invariant($"rgb({255 - 224 * share:0},{255 - 178 * share:0},{255 - 102 * share:0})");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
