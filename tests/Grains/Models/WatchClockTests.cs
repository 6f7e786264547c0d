using Samantha.Contracts.Models;
using Samantha.Grains.Models;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Models;

public sealed class WatchClockTests
{
    private static readonly RolloutOptions Options = new() { CanaryTime = TimeSpan.FromSeconds(3), CanaryReplies = 20, LongestCanary = TimeSpan.FromMinutes(3) };
    private static readonly RolloutState Canary = new() { Stage = RolloutStage.Canary, Version = "new", Canary = "a/cpu" };

    private readonly ManualTime _time = new();
    private readonly WatchClock _clock;

    public WatchClockTests() => _clock = new WatchClock(Options, _time);

    [Fact]
    public void IsOver_NobodyTalks_AfterTheCanarysTime()
    {
        Look(0, 0).ShouldBeFalse();
        _time.Advance(Options.CanaryTime / 2);
        Look(0, 0).ShouldBeFalse();
        _time.Advance(Options.CanaryTime / 2);
        Look(0, 0).ShouldBeTrue();
    }

    [Fact]
    public void IsOver_OneUserTalks_DoesNotWaitForRepliesThatWouldNotCome()
    {
        Look(100, 0);
        _time.Advance(Options.CanaryTime);
        Look(103, 0).ShouldBeTrue();
    }

    [Fact]
    public void IsOver_ManyTalk_WaitsForTheCandidatesReplies()
    {
        Look(100, 0);
        _time.Advance(Options.CanaryTime);
        Look(130, 0).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(30));
        Look(430, 19).ShouldBeFalse();
        Look(431, 20).ShouldBeTrue();
    }

    [Fact]
    public void IsOver_RepliesDoNotComeAfterAll_WaitsNoLongerThanTheLongest()
    {
        Look(0, 0);
        _time.Advance(Options.LongestCanary - TimeSpan.FromSeconds(1));
        Look(4_000, 3).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        Look(4_000, 3).ShouldBeTrue();
    }

    [Fact]
    public void IsOver_StepNotTakenOrAnother_BeginsAnew()
    {
        Look(0, 0);
        _time.Advance(Options.CanaryTime);
        Look(0, 0, isTaken: false).ShouldBeFalse();
        Look(0, 0).ShouldBeFalse();
        _time.Advance(Options.CanaryTime);
        _clock.IsOver(Canary with { Stage = RolloutStage.Waves, Wave = 1 }, true, [], 0.05).ShouldBeFalse();
        _time.Advance(Options.CanaryTime);
        _clock.IsOver(Canary with { Stage = RolloutStage.Waves, Wave = 1 }, true, [], 0.05).ShouldBeTrue();
    }

    [Fact]
    public void CanaryShare_RepliesDoNotCome_DoublesUpToTheMost()
    {
        _clock.CanaryShare.ShouldBe(0.05);
        Look(0, 0);
        _clock.CanaryShare.ShouldBe(0.05);
        double[] expected = [0.1, 0.2, 0.4, 0.5, 0.5];
        foreach (var share in expected)
        {
            _time.Advance(Options.CanaryTime);
            _clock.CanaryShare.ShouldBe(share, 1e-9);
        }
    }

    [Fact]
    public void CanaryShare_FirstReplyHasCome_GrowsNoMore()
    {
        Look(0, 5);
        _time.Advance(Options.CanaryTime);
        Look(20, 6);
        _time.Advance(10 * Options.CanaryTime);
        Look(220, 16);
        _clock.CanaryShare.ShouldBe(0.1, 1e-9);
    }

    [Fact]
    public void CanaryShare_NextStepOrRollout_BeginsAnew()
    {
        Look(0, 0);
        _time.Advance(4 * Options.CanaryTime);
        _clock.CanaryShare.ShouldBe(0.5);
        _clock.IsOver(Canary with { Version = "newer", Number = 2 }, true, [], 0.5);
        _clock.CanaryShare.ShouldBe(0.05);
        _time.Advance(4 * Options.CanaryTime);
        _clock.IsOver(Canary with { Stage = RolloutStage.Waves, Wave = 1, Number = 2 }, true, [], 0.5);
        _clock.CanaryShare.ShouldBe(0.05);
    }

    private bool Look(long rest, long candidate, bool isTaken = true) => _clock.IsOver(Canary, isTaken, [Replies("old", rest), Replies("new", candidate)], 0.05);

    private static SignalTally Replies(string version, long count) => new(Signal.Errors, version, "a/cpu", new Tally(count, 0, 0));
}
