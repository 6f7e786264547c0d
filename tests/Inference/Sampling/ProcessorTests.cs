using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Sampling;

namespace Samantha.Inference.Tests.Sampling;

/// <summary>Each processor against its definition, computed the slow way in double precision.</summary>
public class ProcessorTests
{
    [Fact]
    public void TopK_AnyLogits_KeepsThoseAtLeastAsLargeAsTheKth() =>
        Prop.ForAll(LogitsGenerators.Logits(), Gen.Choose(1, 100).ToArbitrary(), (logits, k) =>
        {
            var least = logits.OrderDescending().ElementAt(Math.Min(k, logits.Length) - 1);

            Kept(new TopK(k), logits).ShouldBe(Where(logits, logit => logit >= least));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TopP_AnyLogits_KeepsTheNucleus() =>
        Prop.ForAll(LogitsGenerators.Logits(), Gen.Choose(1, 99).ToArbitrary(), (logits, percent) =>
        {
            var p = percent / 100f;
            var probabilities = Probabilities(logits);
            var kept = Kept(new TopP(p), logits);

            // The kept reach p; without the least likely of them (and its equals) they would not.
            var mass = kept.Sum(i => probabilities[i]);
            mass.ShouldBeGreaterThan(p - 1e-4);
            var least = kept.Min(i => logits[i]);
            kept.Where(i => logits[i] > least).Sum(i => probabilities[i]).ShouldBeLessThan(p + 1e-4);
            kept.ShouldBe(Where(logits, logit => logit >= least));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void MinP_AnyLogits_KeepsThoseNearTheLikeliest() =>
        Prop.ForAll(LogitsGenerators.Logits(), Gen.Choose(1, 99).ToArbitrary(), (logits, percent) =>
        {
            var ratios = logits.Select(logit => Math.Exp(logit - (double)logits.Max())).ToArray();
            var kept = Kept(new MinP(percent / 100f), logits);

            kept.ShouldAllBe(i => ratios[i] > percent / 100.0 - 1e-4);
            Enumerable.Range(0, logits.Length).Except(kept).ShouldAllBe(i => ratios[i] < percent / 100.0 + 1e-4);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TemperatureScaling_AnyLogits_DividesTheirDistances() =>
        Prop.ForAll(LogitsGenerators.Logits(), Gen.Elements(0.1f, 0.7f, 2f).ToArbitrary(), (logits, temperature) =>
        {
            var scaled = logits.ToArray();
            new TemperatureScaling(temperature).Process(scaled, new SamplingScratch());

            for (var i = 0; i < logits.Length; i++)
                ((double)(scaled[i] - scaled[0])).ShouldBe((logits[i] - logits[0]) / (double)temperature, 1e-2);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void KthLargest_AnyValues_EqualsSorting() =>
        Prop.ForAll(LogitsGenerators.Logits(), Gen.Choose(0, 1000).ToArbitrary(), (values, at) =>
        {
            var k = 1 + at % values.Length;

            LogitsMath.KthLargest(values.ToArray(), k).ShouldBe(values.OrderDescending().ElementAt(k - 1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Uniform_ManyNumbers_LieEvenlyInTheUnitInterval()
    {
        var random = new CounterRandom(42);
        var numbers = Enumerable.Range(0, 10_000).Select(i => random.Uniform(i)).ToList();

        numbers.ShouldAllBe(number => number >= 0 && number < 1);
        // The mean's standard deviation is 0.0029.
        numbers.Average().ShouldBe(0.5, 0.01);
        numbers.CountBy(number => (int)(number * 10)).ShouldAllBe(bin => Math.Abs(bin.Value - 1000) < 150);
        new CounterRandom(42).Uniform(77).ShouldBe(numbers[77]);
        new CounterRandom(43).Uniform(77).ShouldNotBe(numbers[77]);
    }

    [Theory]
    [InlineData(-1f, 0, 1f, 0f, 1f)]
    [InlineData(float.NaN, 0, 1f, 0f, 1f)]
    [InlineData(1f, -1, 1f, 0f, 1f)]
    [InlineData(1f, 0, 0f, 0f, 1f)]
    [InlineData(1f, 0, 1.1f, 0f, 1f)]
    [InlineData(1f, 0, 1f, -0.1f, 1f)]
    [InlineData(1f, 0, 1f, 0f, 0f)]
    [InlineData(1f, 0, 1f, 0f, float.PositiveInfinity)]
    public void Validate_OutsideTheRange_Throws(float temperature, int topK, float topP, float minP, float penalty)
    {
        var options = new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP, RepetitionPenalty = penalty };

        Should.Throw<ArgumentOutOfRangeException>(options.Validate);
    }

    private static int[] Kept(ILogitsProcessor processor, float[] logits)
    {
        var processed = logits.ToArray();
        processor.Process(processed, new SamplingScratch());
        for (var i = 0; i < logits.Length; i++)
            (processed[i] == logits[i] || processed[i] == float.NegativeInfinity).ShouldBeTrue();
        return Where(processed, logit => logit != float.NegativeInfinity);
    }

    private static int[] Where(float[] logits, Func<float, bool> condition) =>
        [.. logits.Index().Where(item => condition(item.Item)).Select(item => item.Index)];

    private static double[] Probabilities(float[] logits)
    {
        var weights = logits.Select(logit => Math.Exp(logit - (double)logits.Max())).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
