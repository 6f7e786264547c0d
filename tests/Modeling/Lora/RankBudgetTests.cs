using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Lora;

namespace Samantha.Modeling.Tests.Lora;

public sealed class RankBudgetTests
{
    [Fact]
    public void After_AnySchedule_FallsFromTheFirstToTheLastRank() => Prop.ForAll<byte[]>(numbers =>
    {
        int At(int i) => i < numbers.Length ? numbers[i] : i;
        var (initial, target, warmup, last, matrices) = (At(0), At(1), At(2), At(3), 1 + At(4));
        var config = new AdaLoraConfig
        {
            InitialRank = 1 + Math.Max(initial, target),
            TargetRank = 1 + Math.Min(initial, target),
            WarmupSteps = warmup,
            FinalSteps = last,
            Steps = warmup + At(5) + last + 1,
        };
        var budget = new RankBudget(config, matrices);
        budget.After(warmup).ShouldBe(config.InitialRank * matrices);
        budget.After(config.Steps - last).ShouldBe(config.TargetRank * matrices);
        budget.ChoosesAfter(config.Steps - last).ShouldBeTrue();
        var all = Enumerable.Range(0, config.Steps + 1).Select(budget.After).ToList();
        all.ShouldBe(all.OrderDescending());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_HalfWay_IsAnEighthOfTheWayFromTheTarget() =>
        new RankBudget(new AdaLoraConfig { InitialRank = 10, TargetRank = 2, Steps = 20 }, 4).After(10).ShouldBe(8 + (40 - 8) / 8);
}
