using Samantha.Modeling.Heads;
using Samantha.Training.Continual.ClosedForm;

namespace Samantha.Training.Tests.Continual.ClosedForm;

public sealed class ClosedFormStrategyTests
{
    private static readonly (string Text, int Class)[] Balance = [("what is my balance", 0), ("the balance of my account", 0), ("pay my bill", 1), ("i want to pay a bill", 1)];

    private static readonly (string Text, int Class)[] Travel = [("book a flight to boston", 2), ("a flight to denver please", 2), ("reserve a hotel room", 3), ("a room in a hotel", 3)];

    [Fact]
    public void Observe_SecondTask_LeavesTheFirstAsItWas()
    {
        using var strategy = Strategy();
        Learn(strategy, 0, Balance);
        var before = strategy.Predict(Balance);

        Learn(strategy, 1, Travel);

        before.ShouldBe([0, 0, 1, 1]);
        strategy.Predict(Balance).ShouldBe(before);
        strategy.Predict(Travel).ShouldBe([2, 2, 3, 3]);
    }

    [Fact]
    public void Predict_OneTaskSeen_ChoosesAmongItsClasses()
    {
        using var strategy = Strategy();

        Learn(strategy, 1, Travel);

        strategy.Predict(Balance).ShouldAllBe(@class => @class == 2 || @class == 3);
    }

    [Fact]
    public void Scores_TwoRunsOfOneStream_AreEqualToTheBit()
    {
        var runs = Enumerable.Range(0, 2).Select(_ =>
        {
            using var strategy = Strategy();
            Learn(strategy, 0, Balance);
            Learn(strategy, 1, Travel);
            using var scores = strategy.Scores([.. Balance, .. Travel]);
            return scores.data<float>().ToArray();
        }).ToList();

        runs[1].ShouldBe(runs[0]);
    }

    private static ClosedFormStrategy<(string Text, int Class)> Strategy() =>
        new(TextHeads.Default(seed: 0, width: 128, buckets: 4096).Create(4), sample => sample.Text, sample => sample.Class);

    private static void Learn(ClosedFormStrategy<(string Text, int Class)> strategy, int task, (string Text, int Class)[] samples)
    {
        strategy.Begin(task);
        foreach (var batch in samples.Chunk(2))
            strategy.Observe(batch).ShouldBe(double.NaN);
        strategy.End(task, samples);
    }
}
