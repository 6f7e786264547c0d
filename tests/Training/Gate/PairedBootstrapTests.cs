using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Gate;

namespace Samantha.Training.Tests.Gate;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void RelativeIncrease_SameShareEverywhere_IsCertain()
    {
        double[] second = [1, 5, 9, 2];
        var change = PairedBootstrap.RelativeIncrease([.. second.Select(value => value * 1.25)], second, 0.95, 200, 1);
        change.Low.ShouldBe(0.25, 1e-12);
        change.Estimate.ShouldBe(0.25, 1e-12);
        change.High.ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void RelativeIncrease_AnyDocuments_HoldsTheEstimateBetweenTheExtremes()
    {
        var pairs = Gen.Choose(1, 100).Two().NonEmptyListOf();
        Prop.ForAll(pairs.ToArbitrary(), documents =>
        {
            var change = PairedBootstrap.RelativeIncrease(
                [.. documents.Select(pair => (double)pair.Item1)], [.. documents.Select(pair => (double)pair.Item2)], 0.9, 100, 3);
            var ratios = documents.Select(pair => (double)pair.Item1 / pair.Item2 - 1).ToList();
            return change.Low <= change.High && change.Low >= ratios.Min() - 1e-9 && change.High <= ratios.Max() + 1e-9
                && change.Estimate >= ratios.Min() - 1e-9 && change.Estimate <= ratios.Max() + 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void RelativeIncrease_MoreConfidence_IsWider()
    {
        var first = Enumerable.Range(0, 40).Select(i => 10.0 + i * i % 7).ToArray();
        var second = Enumerable.Range(0, 40).Select(i => 10.0 + i * 3 % 5).ToArray();
        var narrow = PairedBootstrap.RelativeIncrease(first, second, 0.5, 2000, 1);
        var wide = PairedBootstrap.RelativeIncrease(first, second, 0.99, 2000, 1);
        wide.Low.ShouldBeLessThan(narrow.Low);
        wide.High.ShouldBeGreaterThan(narrow.High);
    }
}
