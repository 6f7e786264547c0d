using Samantha.Contracts.Models;
using Samantha.Grains.Inference;

namespace Samantha.Grains.Tests.Inference;

public sealed class SignalBookTests
{
    private static readonly Fleet UnderWay = new(1, "old", "new", 0.05, Array.Empty<FleetWorker>());

    private readonly SignalBook _book = new();

    [Fact]
    public void Read_RolloutUnderWay_HasWhatWasObservedOfItsVersions()
    {
        _book.Follow(UnderWay);
        _book.Requested("new", "a/cpu", failed: true);
        _book.Requested("new", "a/cpu", failed: false);
        _book.Requested("old", "b/cpu", failed: false);
        _book.Requested("older", "b/cpu", failed: true);
        _book.Wrote("new", "a/cpu", TimeSpan.FromSeconds(1));
        _book.Began("new", "a/cpu", TimeSpan.Zero);
        _book.Moved("new", -0.5);

        var (rollout, signals) = _book.Read();

        rollout.ShouldBe(1);
        signals.ShouldBe(
        [
            new SignalTally(Signal.Errors, "new", "a/cpu", new Tally(2, 1, 1)),
            new SignalTally(Signal.Errors, "old", "b/cpu", new Tally(1, 0, 0)),
            new SignalTally(Signal.PerToken, "new", "a/cpu", new Tally(1, 0, 0)),
            new SignalTally(Signal.FirstToken, "new", "a/cpu", Tally.Empty.With(Math.Log(0.05))),
            new SignalTally(Signal.Mood, "new", null, new Tally(1, -0.5, 0.25)),
        ],
        ignoreOrder: true);
    }

    [Fact]
    public void Rated_OneUserManyTimes_HasOneVoiceForEachVersion()
    {
        _book.Follow(UnderWay);
        for (var i = 0; i < 5; i++)
        {
            _book.Rated("new", "ann", -1);
            _book.Rated("old", "ann", 1);
        }

        _book.Rated("new", "bob", 1);

        _book.Read().Signals.ShouldBe(
            [new SignalTally(Signal.Ratings, "new", null, new Tally(2, 0, 2)), new SignalTally(Signal.Ratings, "old", null, new Tally(1, 1, 1))], ignoreOrder: true);
    }

    [Fact]
    public void Follow_RolloutOver_StopsCountingAndTheNextBeginsAtNothing()
    {
        _book.Follow(UnderWay);
        _book.Moved("new", 1);
        _book.Follow(UnderWay with { Candidate = null, Version = "new" });
        _book.Moved("new", 1);
        _book.Read().Signals.ShouldHaveSingleItem().Tally.Count.ShouldBe(1);

        _book.Follow(UnderWay with { Rollout = 2 });
        _book.Rated("new", "ann", 1);
        _book.Read().ShouldSatisfyAllConditions(read => read.Rollout.ShouldBe(2), read => read.Signals.ShouldHaveSingleItem().Signal.ShouldBe(Signal.Ratings));
    }
}
