using Samantha.Contracts.Training;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class SessionCurveTests
{
    [Fact]
    public void Add_ManyPoints_StaysSmallAndSpansThemAll()
    {
        var curve = new SessionCurve();
        for (var step = 1; step <= 10_000; step++)
            curve.Add(new CurvePoint(step, 1));

        curve.Points.Count.ShouldBeInRange(32, 128);
        curve.Points[0].Step.ShouldBe(1);
        curve.Points[^1].Step.ShouldBeGreaterThan(9_000);
        curve.Points.Select(point => point.Step).ShouldBeInOrder();
    }

    [Fact]
    public void Add_FewPoints_KeepsThemAll()
    {
        var curve = new SessionCurve();
        for (var step = 1; step <= 100; step++)
            curve.Add(new CurvePoint(step, 1));

        curve.Points.Count.ShouldBe(100);
    }
}
