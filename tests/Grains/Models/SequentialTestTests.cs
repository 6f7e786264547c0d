using Samantha.Contracts.Models;
using Samantha.Grains.Models;

namespace Samantha.Grains.Tests.Models;

/// <summary>Whole rollouts by simulation: whoever looks after every single observation still errs no more often than stated.</summary>
public sealed class SequentialTestTests
{
    private const int Runs = 2_000;
    private const int Turns = 500;

    private static readonly RolloutOptions Options = new();
    private static readonly CanaryWatch Watch = new(Options);
    private static readonly Behaviour Good = new(Errors: 0.01, FirstToken: 0.3, PerToken: 0.02, RatedUp: 0.8, Mood: 0);

    // As bad as is still called harmless, in all signals at once.
    private static readonly Behaviour Tolerable = new(Errors: 0.06, FirstToken: 0.6, PerToken: 0.03, RatedUp: 0.6, Mood: -0.15);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void Compare_HarmlessVersionLookedAtAllTheTime_IsTakenBackNoMoreOftenThanStated(double share)
    {
        Rollouts(Good, _ => share).Count(turns => turns is not null).ShouldBeLessThanOrEqualTo((int)(Options.FalseAlarmRate * Runs));
        Rollouts(Tolerable, _ => share).Count(turns => turns is not null).ShouldBeLessThanOrEqualTo((int)(Options.FalseAlarmRate * Runs));
    }

    [Fact]
    public void Compare_ShareThatGrowsByWaves_KeepsTheRate() =>
        Rollouts(Tolerable, turn => turn < 200 ? 0.05 : turn < 350 ? 0.33 : 0.67)
            .Count(turns => turns is not null).ShouldBeLessThanOrEqualTo((int)(Options.FalseAlarmRate * Runs));

    [Fact]
    public void Compare_KnownSpreadAndNoDifferenceBeyondTheMargin_ErrsAboutAsOftenAsStated()
    {
        // Not far below either, or it would be blind: what the closed form and the prior cost is less than this.
        const double Alpha = 0.05;
        var test = new SequentialTest(margin: 0.5, spread: 1, Alpha);
        var alarms = Enumerable.Range(0, Runs).Count(run =>
        {
            var random = new Random(run);
            var (candidate, rest) = (Tally.Empty, Tally.Empty);
            return Enumerable.Range(0, 2_000).Any(_ =>
            {
                candidate = candidate.With(0.5 + Normal(random));
                rest = rest.With(Normal(random));
                return test.Compare(candidate, rest).Lower > 0.5;
            });
        });
        alarms.ShouldBeInRange((int)(Runs * Alpha / 10), (int)(Runs * Alpha));
    }

    [Theory]
    [InlineData("slow", 20)]
    [InlineData("late", 40)]
    [InlineData("failing", 5)]
    [InlineData("failing half", 60)]
    [InlineData("badly rated", 80)]
    [InlineData("saddening", 100)]
    public void Compare_HarmfulVersionOnTheCanary_IsTakenBackAfterFewOfItsReplies(string kind, int replies)
    {
        var harmful = kind switch
        {
            "slow" => Good with { PerToken = 3 * Good.PerToken },
            "late" => Good with { FirstToken = 5 * Good.FirstToken },
            "failing" => Good with { Errors = 1 },
            "failing half" => Good with { Errors = 0.5 },
            "badly rated" => Good with { RatedUp = 0 },
            _ => Good with { Mood = -0.4 },
        };
        var taken = Rollouts(harmful, _ => Options.CanaryShare, runs: 200, turns: 4_000);

        taken.Count(turns => turns is not null && turns <= replies).ShouldBeGreaterThan(180);
    }

    [Fact]
    public void Compare_MoreObservations_NarrowTheBounds()
    {
        var test = Watch.Of(Signal.Mood);
        var random = new Random(1);
        var (candidate, rest) = (Tally.Empty, Tally.Empty);
        test.Compare(candidate, rest).ShouldBe((0, null, null));
        var before = double.PositiveInfinity;
        for (var power = 0; power < 8; power++)
        {
            for (var i = 0; i < 1 << (2 * power); i++)
                (candidate, rest) = (candidate.With(0.3 + 0.4 * Normal(random)), rest.With(0.4 * Normal(random)));
            var (difference, lower, upper) = test.Compare(candidate, rest);
            (upper - lower)!.Value.ShouldBeLessThan(before);
            difference.ShouldBeInRange(lower!.Value, upper!.Value);
            before = (upper - lower)!.Value;
        }

        before.ShouldBeLessThan(0.1);
    }

    /// <summary>How many replies of the candidate it took to take it back, in each run; null where it was not.</summary>
    private static List<int?> Rollouts(Behaviour candidate, Func<int, double> share, int runs = Runs, int turns = Turns) =>
        [.. Enumerable.Range(0, runs).Select(run => Rollout(candidate, share, turns, new Random(run)))];

    private static int? Rollout(Behaviour candidate, Func<int, double> share, int turns, Random random)
    {
        var sides = new[] { candidate, Good };
        var tallies = new[] { Enumerable.Repeat(Tally.Empty, 5).ToArray(), Enumerable.Repeat(Tally.Empty, 5).ToArray() };
        for (var turn = 0; turn < turns; turn++)
        {
            var side = random.NextDouble() < share(turn) ? 0 : 1;
            var (version, own) = (sides[side], tallies[side]);
            Observe(Signal.Errors, random.NextDouble() < version.Errors ? 1 : 0);
            Observe(Signal.FirstToken, Math.Log(version.FirstToken) + 0.8 * Normal(random));
            Observe(Signal.PerToken, Math.Log(version.PerToken) + 0.4 * Normal(random));
            // One reply in five is rated.
            if (random.NextDouble() < 0.2)
                Observe(Signal.Ratings, random.NextDouble() < version.RatedUp ? -1 : 1);
            Observe(Signal.Mood, -(version.Mood + 0.4 * Normal(random)));
            for (var signal = Signal.Errors; signal <= Signal.Mood; signal++)
            {
                if (Watch.Of(signal).Compare(tallies[0][(int)signal], tallies[1][(int)signal]).Lower > Options.Margins.Of(signal))
                    return (int)tallies[0][0].Count;
            }

            void Observe(Signal signal, double harm) => own[(int)signal] = own[(int)signal].With(harm);
        }

        return null;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed record Behaviour(double Errors, double FirstToken, double PerToken, double RatedUp, double Mood);
}
