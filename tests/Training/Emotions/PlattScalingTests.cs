using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

public sealed class PlattScalingTests
{
    [Fact]
    public void Fit_LogisticData_FindsItsParameters()
    {
        var random = new Random(2);
        var scores = Enumerable.Range(0, 40_000).Select(_ => 6 * random.NextDouble() - 3).ToArray();
        var truth = scores.Select(score => random.NextDouble() < 1 / (1 + Math.Exp(-(1.5 * score - 1)))).ToArray();

        var (slope, intercept) = PlattScaling.Fit(scores, truth);

        slope.ShouldBe(1.5, 0.06);
        intercept.ShouldBe(-1, 0.06);
    }

    [Fact]
    public void Fit_FittedProbabilities_AreRightOnAverage()
    {
        var random = new Random(3);
        var scores = Enumerable.Range(0, 5000).Select(_ => random.NextDouble()).ToArray();
        var truth = scores.Select(score => random.NextDouble() < score * score).ToArray();

        var (slope, intercept) = PlattScaling.Fit(scores, truth);

        scores.Average(score => 1 / (1 + Math.Exp(-(slope * score + intercept)))).ShouldBe(truth.Count(true_ => true_) / 5000.0, 1e-3);
    }

    [Fact]
    public void Fit_SeparableData_StaysFinite()
    {
        var (slope, intercept) = PlattScaling.Fit([-2, -1, 1, 2], [false, false, true, true]);

        slope.ShouldBeInRange(0.1, 100);
        intercept.ShouldBe(0, 1e-3);
    }

    [Fact]
    public void Fit_NoPositives_SaysUnlikely()
    {
        var (slope, intercept) = PlattScaling.Fit([.. Enumerable.Range(0, 98).Select(i => i / 98.0)], new bool[98]);

        (1 / (1 + Math.Exp(-(slope * 0.5 + intercept)))).ShouldBe(0.01, 0.002);
    }
}
