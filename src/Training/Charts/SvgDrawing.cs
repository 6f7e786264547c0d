using System.Globalization;
using System.Text;

namespace Samantha.Training.Charts;

/// <summary>A drawing in SVG: a white sheet with a heading, and what is drawn on it, in pixels from its upper left corner.</summary>
public sealed class SvgDrawing
{
    private readonly StringBuilder svg = new();

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="left">Where the heading begins.</param>
    public SvgDrawing(double width, double height, string title, double left)
    {
        Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        Append($"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n<text x=\"{left}\" y=\"18\" font-weight=\"bold\">{Escape(title)}</text>\n");
    }

    /// <summary>Writes something.</summary>
    /// <param name="x">Where its anchor is.</param>
    /// <param name="y">Where its letters stand.</param>
    /// <param name="text">What.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="colour">In SVG's words.</param>
    public void Text(double x, double y, string text, string anchor = "start", string colour = "black") =>
        Append($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{Escape(text)}</text>\n");

    /// <summary>Draws a line from point to point.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string colour, double width = 1.5)
    {
        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        Append($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" points=\"{path}\"/>\n");
    }

    /// <summary>Fills a rectangle.</summary>
    public void Box(double x, double y, double width, double height, string colour) =>
        Append($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{colour}\"/>\n");

    /// <summary>The whole document.</summary>
    public override string ToString() => $"{svg}</svg>\n";

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);

    private void Append(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
