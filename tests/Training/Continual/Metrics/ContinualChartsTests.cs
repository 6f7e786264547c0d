using System.Xml.Linq;
using Samantha.Training.Continual.Metrics;

namespace Samantha.Training.Tests.Continual.Metrics;

public sealed class ContinualChartsTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Draw_Matrix_ShowsEveryAccuracyAndName()
    {
        var texts = Texts(MatrixChart.Draw([[0.91, 0.02], [0.33, 0.84]], ["money & more", "home"], "R <1>"));
        texts.ShouldContain("R <1>");
        foreach (var text in new[] { "91", "2", "33", "84", "home", "after money & more" })
            texts.ShouldContain(text);
    }

    [Fact]
    public void Draw_MatrixOfOneRow_NamesEveryColumn() => Texts(MatrixChart.Draw([[0.9, 0.8]], ["money", "home"], "joint")).ShouldContain("home");

    [Fact]
    public void Draw_Anytime_HasALineForEachStreamWithItsMean()
    {
        var drawing = AnytimeChart.Draw(
            [("one", [new(0, 20, [0.5], false), new(0, 40, [0.7], true)]), ("other", [new(0, 40, [0.25], true)])], "way");
        Texts(drawing).ShouldContain("one: 60.0");
        Texts(drawing).ShouldContain("other: 25.0");
        XDocument.Parse(drawing).Descendants(Svg + "polyline").Count(line => (string?)line.Attribute("stroke") is not "#e5e5e5").ShouldBe(2);
    }

    [Fact]
    public void Draw_AnytimeOfFewerUpdates_GoesAllTheWay()
    {
        var drawing = AnytimeChart.Draw([("once", [new(0, 20, [0.5], true), new(1, 40, [0.4], true)]), ("often", [new(0, 100, [0.5], true), new(1, 200, [0.4], true)])], "way");
        XDocument.Parse(drawing).Descendants(Svg + "polyline").Where(line => (string?)line.Attribute("stroke") is not "#e5e5e5")
            .Select(line => (string?)line.Attribute("points")).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Draw_AnytimeOfNothing_IsStillADrawing() => Texts(AnytimeChart.Draw([], "nothing")).ShouldContain("nothing");

    private static List<string> Texts(string drawing) => [.. XDocument.Parse(drawing).Descendants(Svg + "text").Select(text => text.Value)];
}
