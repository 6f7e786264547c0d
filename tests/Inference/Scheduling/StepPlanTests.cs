using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Scheduling;

namespace Samantha.Inference.Tests.Scheduling;

public class StepPlanTests
{
    private static readonly InferenceEngineOptions Options = new() { PrefillTokensPerStep = 8, IdlePrefillTokensPerStep = 24 };

    [Fact]
    public void Make_AnySequences_GivesRepliesTheirTokenAndPromptsAllOfTheirBudget() =>
        Prop.ForAll(Pending(), Gen.Choose(0, 1000).ToArbitrary(), (pending, turn) =>
        {
            var taken = Plan(pending, turn);

            var prompts = pending.Index().Where(item => item.Item > 1).ToList();
            pending.Index().Where(item => item.Item == 1).ShouldAllBe(item => taken[item.Index] == 1);
            prompts.ShouldAllBe(item => taken[item.Index] >= 0 && taken[item.Index] <= item.Item);
            var budget = prompts.Count == pending.Length ? 24 : 8;
            prompts.Sum(item => taken[item.Index]).ShouldBe(Math.Min(budget, prompts.Sum(item => item.Item)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Make_StepAfterStep_StarvesNobody() =>
        Prop.ForAll(Pending(), pending =>
        {
            var last = new int[pending.Length];
            var totals = new int[pending.Length];
            for (var turn = 0; turn < pending.Length; turn++)
            {
                last = Plan(pending, turn);
                for (var i = 0; i < totals.Length; i++)
                    totals[i] += last[i];
            }

            totals.ShouldAllBe(total => total > 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Make_ShortPromptBesideALongOne_IsReadInOneStep() =>
        Plan([1, 500, 3], turn: 0).ShouldBe([1, 5, 3]);

    private static int[] Plan(int[] pending, int turn)
    {
        var taken = new int[pending.Length];
        StepPlan.Make(pending, Options, turn, taken);
        return taken;
    }

    private static Arbitrary<int[]> Pending() =>
        (from count in Gen.Choose(1, 20)
         from values in Gen.ArrayOf(Gen.OneOf(Gen.Constant(1), Gen.Choose(2, 6), Gen.Choose(50, 2000)), count)
         select values).ToArbitrary();
}
