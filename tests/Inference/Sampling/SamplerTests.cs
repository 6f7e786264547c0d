using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Sampling;

namespace Samantha.Inference.Tests.Sampling;

public class SamplerTests
{
    private static readonly ForbiddenTokens Nothing = new([], int.MaxValue);

    [Fact]
    public void TryNext_TemperatureZero_TakesTheLargestLogit() =>
        Prop.ForAll(LogitsGenerators.Logits(), logits =>
        {
            var sampler = new Sampler(SamplingOptions.Greedy, Nothing, [], seed: 0);

            sampler.TryNext(logits, new SamplingScratch(), out var token).ShouldBeTrue();

            token.Id.ShouldBe(Array.IndexOf(logits, logits.Max()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryNext_AnyOptions_ChoosesNothingForbiddenAndTellsTheModelsOwnLogProbability() =>
        Prop.ForAll(LogitsGenerators.Logits(), LogitsGenerators.Options(), (logits, options) =>
        {
            var forbidden = new ForbiddenTokens([0, logits.Length / 2], logits.Length - 1);
            var sampler = new Sampler(options, forbidden, [1, 2], seed: logits.Length);
            var before = logits.ToArray();

            sampler.TryNext(logits, new SamplingScratch(), out var token).ShouldBeTrue();

            logits.ShouldBe(before);
            new[] { 0, logits.Length / 2, logits.Length - 1 }.ShouldNotContain(token.Id);
            var logSumExp = Math.Log(logits.Sum(logit => Math.Exp(logit - (double)logits.Max()))) + logits.Max();
            ((double)token.LogProbability).ShouldBe(logits[token.Id] - logSumExp, 1e-3);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryNext_SameSeed_ChoosesTheSameTokens() =>
        Prop.ForAll(LogitsGenerators.Logits(), LogitsGenerators.Options(), (logits, options) =>
        {
            var (one, other) = (Draw(logits, options, seed: 11, count: 20), Draw(logits, options, seed: 11, count: 20));

            one.ShouldBe(other);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryNext_ManyDraws_FollowTheDistribution()
    {
        float[] logits = [0, 1, 2, -1, 0.5f, -3];
        const int draws = 20_000;
        var sum = logits.Sum(logit => Math.Exp(logit / 0.8));

        var counts = Draw(logits, new SamplingOptions { Temperature = 0.8f }, seed: 3, draws).CountBy(id => id).ToDictionary();

        // Pearson's statistic with 5 degrees of freedom is above 20.5 once in a thousand seeds; this seed is fixed.
        var statistic = logits.Select((logit, id) =>
        {
            var expected = draws * Math.Exp(logit / 0.8) / sum;
            return Math.Pow(counts.GetValueOrDefault(id) - expected, 2) / expected;
        }).Sum();
        statistic.ShouldBeLessThan(20.5);
    }

    [Fact]
    public void TryNext_DifferentSeeds_ChooseDifferently()
    {
        var logits = new float[100];

        Enumerable.Range(0, 20).Select(seed => string.Join(',', Draw(logits, SamplingOptions.Default, seed, 5)))
            .Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public void TryNext_RepetitionPenalty_PrefersTokensThatWereNotThere()
    {
        var sampler = new Sampler(SamplingOptions.Greedy with { RepetitionPenalty = 2 }, Nothing, [3], seed: 0);
        float[] logits = [1.0f, -1.0f, 1.5f, 2.5f];
        var scratch = new SamplingScratch();

        int Next()
        {
            sampler.TryNext(logits, scratch, out var token).ShouldBeTrue();
            return token.Id;
        }

        // 2.5 / 2 for the prompt's token; the reply's own tokens join it one by one.
        Next().ShouldBe(2);
        Next().ShouldBe(3);
        Next().ShouldBe(3);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void TryNext_NoNumberAmongLogits_SaysSo(float wrong)
    {
        var sampler = new Sampler(SamplingOptions.Default, Nothing, [], seed: 0);

        sampler.TryNext([0, 1, wrong, 2, 3, 4, 5, 6, 7, 8, 9], new SamplingScratch(), out _).ShouldBeFalse();
    }

    [Fact]
    public void TryNext_TinyTemperature_TakesTheLargestLogit()
    {
        float[] logits = [100, 101, 99, -3e38f];

        Draw(logits, new SamplingOptions { Temperature = 1e-30f }, seed: 1, count: 5).ShouldAllBe(id => id == 1);
    }

    private static List<int> Draw(float[] logits, SamplingOptions options, long seed, int count)
    {
        var sampler = new Sampler(options, Nothing, [], seed);
        var scratch = new SamplingScratch();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            sampler.TryNext(logits, scratch, out var token).ShouldBeTrue();
            return token.Id;
        })];
    }
}
