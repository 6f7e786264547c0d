using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

public sealed class ThresholdTuningTests
{
    [Fact]
    public void Tune_SeparableScores_LiesBetween()
    {
        double[] scores = [5, 4.5, 4.2, 4, 3.9, 1, 0.5, 0.2, 0, -1];
        bool[] truth = [true, true, true, true, true, false, false, false, false, false];

        ThresholdTuning.Tune(scores, truth).ShouldBeInRange(1, 3.9);
    }

    [Fact]
    public void Tune_AnyOrder_GivesSameThreshold() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 10_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var pairs = Enumerable.Range(0, 80).Select(i => (Score: i + random.NextDouble(), Truth: random.Next(80) < i)).ToArray();
            var before = ThresholdTuning.Tune([.. pairs.Select(pair => pair.Score)], [.. pairs.Select(pair => pair.Truth)]);
            random.Shuffle(pairs);
            return ThresholdTuning.Tune([.. pairs.Select(pair => pair.Score)], [.. pairs.Select(pair => pair.Truth)]) == before;
        }));

    [Fact]
    public void Tune_AnyScores_ComesCloseToTheBestF1() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 10_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var pairs = Enumerable.Range(0, 400).Select(i => (Score: (double)i, Truth: random.Next(400) < i)).ToArray();
            var tuned = ThresholdTuning.Tune([.. pairs.Select(pair => pair.Score)], [.. pairs.Select(pair => pair.Truth)]);
            return F1(pairs, tuned) > pairs.Max(pair => F1(pairs, pair.Score)) - 0.05;
        }));

    [Fact]
    public void Tune_NoPositives_NeverDecidesForIt() =>
        ThresholdTuning.Tune([1, 2, 3], [false, false, false]).ShouldBe(double.MaxValue);

    [Fact]
    public void Tune_OnlyPositives_AlwaysDecidesForIt() =>
        ThresholdTuning.Tune([1, 2, 3], [true, true, true]).ShouldBeLessThan(1);

    private static double F1((double Score, bool Truth)[] pairs, double threshold) =>
        pairs.Aggregate(new DecisionCounts(), (counts, pair) => counts.With(pair.Score > threshold, pair.Truth)).F1;
}
