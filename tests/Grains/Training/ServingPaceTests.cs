using Samantha.Grains.Tests.Doubles;
using Samantha.Grains.Training;
using Samantha.Inference;

namespace Samantha.Grains.Tests.Training;

public sealed class ServingPaceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(90);

    private readonly LeapingTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.25)]
    public void BeforeStep_WhileServing_KeepsItsShareAndNoMore(double share)
    {
        var pace = new ServingPace(new Serving(() => true), new LearningOptions { BusyShare = share }, _time);
        for (var i = 0; i < 100; i++)
        {
            pace.BeforeStep(Cancelled);
            _time.Pass(Step);
        }

        (100 * Step / _time.Elapsed).ShouldBe(share, 0.02);
    }

    [Fact]
    public void BeforeStep_NoOneIsServed_NeverRests()
    {
        var pace = new ServingPace(new Serving(() => false), new LearningOptions { BusyShare = 0.1 }, _time);
        for (var i = 0; i < 10; i++)
        {
            pace.BeforeStep(Cancelled);
            _time.Pass(Step);
        }

        _time.Elapsed.ShouldBe(10 * Step);
    }

    [Fact]
    public void BeforeStep_ServingEnds_GoesOnAtOnce()
    {
        var pace = new ServingPace(new Serving(() => _time.Elapsed < Step + TimeSpan.FromMilliseconds(30)), new LearningOptions { BusyShare = 0.1 }, _time);
        pace.BeforeStep(Cancelled);
        _time.Pass(Step);
        pace.BeforeStep(Cancelled);

        _time.Elapsed.ShouldBe(Step + TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void BeforeStep_Cancelled_Throws()
    {
        var pace = new ServingPace(new Serving(() => true), new LearningOptions(), _time);
        Should.Throw<OperationCanceledException>(() => pace.BeforeStep(new CancellationToken(true)));
    }

    private sealed class Serving(Func<bool> isServing) : IComputePriority
    {
        public ServingPressure Pressure => new(0, isServing() ? 1 : 0, TimeSpan.Zero);
    }
}
