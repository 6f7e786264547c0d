using System.Xml.Linq;
using Samantha.Training.Runs;

namespace Samantha.Training.Tests.Runs;

public sealed class TrainingCurveTests
{
    [Fact]
    public void Points_AfterResume_HoldEachStepOnce()
    {
        using var folder = new TemporaryFolder();
        var curve = new TrainingCurve(folder["curve.jsonl"]);
        foreach (var step in new[] { 10, 20, 30, 20, 30, 40 })
            curve.Report(new TrainingPoint { Step = step, Loss = step });
        File.AppendAllText(folder["curve.jsonl"], "{\"step\":5");

        curve.Points().Select(point => point.Step).ShouldBe([10, 20, 30, 40]);
    }

    [Fact]
    public void Points_NoFile_AreNone()
    {
        using var folder = new TemporaryFolder();
        new TrainingCurve(folder["curve.jsonl"]).Points().ShouldBeEmpty();
    }

    [Fact]
    public void Draw_Points_IsAnImageWithALineForEachSeries()
    {
        TrainingPoint[] points =
        [
            new() { Step = 1, Tokens = 100, Loss = 8 },
            new() { Step = 2, Tokens = 200, Loss = 6, DevBitsPerByte = 2.5, AverageDevBitsPerByte = 2.4 },
            new() { Step = 3, Tokens = 300, Loss = 5, DevBitsPerByte = 2.0, AverageDevBitsPerByte = 2.1 },
        ];
        var svg = XDocument.Parse(CurveChart.Draw(points, "a < b")).Root!;
        svg.Elements().Count(element => element.Name.LocalName == "polyline").ShouldBe(3);
        svg.Elements().First(element => element.Name.LocalName == "text").Value.ShouldBe("a < b");
    }
}
