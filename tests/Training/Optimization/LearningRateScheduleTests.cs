using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Optimization;

namespace Samantha.Training.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    private static readonly ScheduleKind[] Kinds = Enum.GetValues<ScheduleKind>();

    [Fact]
    public void Rate_AnyPoint_IsAShare()
    {
        var points = from kind in Gen.Elements(Kinds)
                     from step in Gen.Choose(0, 10_000)
                     from fraction in Gen.Choose(-100, 1_100)
                     select (kind, step, fraction / 1000.0);
        Prop.ForAll(points.ToArbitrary(), point =>
            new LearningRateSchedule { Kind = point.kind, FinalRate = 0.05 }.Rate(point.step, point.Item3) is >= 0 and <= 1).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Rate_AfterWarmup_NeverRises()
    {
        var pairs = from kind in Gen.Elements(Kinds)
                    from one in Gen.Choose(0, 1000)
                    from other in Gen.Choose(0, 1000)
                    select (kind, Math.Min(one, other) / 1000.0, Math.Max(one, other) / 1000.0);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var schedule = new LearningRateSchedule { Kind = pair.kind };
            return schedule.Rate(500, pair.Item2) >= schedule.Rate(500, pair.Item3);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Rate_DuringWarmup_RisesInAStraightLine()
    {
        var schedule = new LearningRateSchedule { WarmupSteps = 3 };
        Enumerable.Range(0, 4).Select(step => schedule.Rate(step, 0)).ShouldBe([0.25, 0.5, 0.75, 1.0]);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.6, 1.0)]
    [InlineData(0.8, 0.55)]
    [InlineData(1.0, 0.1)]
    public void Rate_WarmupStableDecay_IsConstantThenALine(double fraction, double expected) =>
        new LearningRateSchedule { DecayShare = 0.4, FinalRate = 0.1, WarmupSteps = 0 }.Rate(0, fraction).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.5, 0.5)]
    [InlineData(1.0, 0.0)]
    public void Rate_Cosine_IsHalfACosine(double fraction, double expected) =>
        new LearningRateSchedule { Kind = ScheduleKind.Cosine, WarmupSteps = 0 }.Rate(0, fraction).ShouldBe(expected, 1e-12);
}
