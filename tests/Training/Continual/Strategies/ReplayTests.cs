using Samantha.Training.Continual;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Strategies;

public sealed class ReplayTests
{
    [Fact]
    public void Observe_BatchOfTheNewestTask_IsOfferedAfterItsUpdate()
    {
        using var run = new Run();
        run.Strategy.Begin(0);
        run.Strategy.Observe([new([0], 0), new([1], 1)]);
        run.Memory.Items.Select(item => (item.Task, item.Sample.Class)).ShouldBe([(0, 0), (0, 1)]);
    }

    [Fact]
    public void Recall_TaskOfBefore_IsOfferedOnceAndNothingMoves()
    {
        using var run = new Run();
        var before = run.Learner.Table.Values.ToArray();
        run.Strategy.Recall(3, [new([0], 0), new([1], 1)]);
        run.Memory.Items.Select(item => (item.Task, item.Sample.Class)).ShouldBe([(3, 0), (3, 1)]);
        run.Learner.Table.Values.ToArray().ShouldBe(before);
    }

    private sealed class Run : IDisposable
    {
        private readonly Adam adam;

        public Run()
        {
            adam = new Adam(Learner.Parameters, new AdamOptions());
            Strategy = new Replay<Bag>(new StrategySetting<Bag>(Learner, adam, new StrategyOptions()), Memory);
        }

        public BagLearner Learner { get; } = new();

        public ReservoirMemory<Memorized<Bag>> Memory { get; } = new(10, new SplitMix64(1));

        public IStrategy<Bag> Strategy { get; }

        public void Dispose()
        {
            Strategy.Dispose();
            adam.Dispose();
            Learner.Dispose();
        }
    }
}
