using Samantha.Modeling.Lora;
using Samantha.Training.Continual;
using Samantha.Training.Continual.Language;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Strategies;

public sealed class OrthogonalLoraTests
{
    private static readonly TokenExample[] Samples = [new([1, 20, 30, 40], [TokenBatch.Ignored, 20, 30, 40]), new([1, 21, 31], [TokenBatch.Ignored, 21, 31])];

    [Fact]
    public void Overlap_OfOrthogonalSubspaces_IsNothing()
    {
        using var model = TinyModel.Create();
        using var learner = new LoraLearner(model, new LoraConfig { Rank = 2 }, seed: 1);
        using var strategy = Strategy(learner, strength: 1);
        strategy.Begin(0);
        Choose(learner, row => row);
        strategy.End(0, Samples);
        strategy.Begin(1);
        Choose(learner, row => row + 2);
        Overlap(strategy).ShouldBe(0);
        Choose(learner, row => row);
        Overlap(strategy).ShouldBe(2 * learner.Subspaces.Count);
    }

    [Fact]
    public void Observe_SecondTask_TurnsItsSubspacesAwayFromTheFirst()
    {
        using var model = TinyModel.Create();
        using var learner = new LoraLearner(model, new LoraConfig { Rank = 2 }, seed: 1);
        using var strategy = Strategy(learner, strength: 10);
        strategy.Begin(0);
        strategy.Observe(Samples);
        strategy.End(0, Samples);
        strategy.Begin(1);
        var before = Overlap(strategy);
        for (var step = 0; step < 30; step++)
            strategy.Observe(Samples);
        Overlap(strategy).ShouldBeLessThan(before / 2);
    }

    [Fact]
    public void End_MergesWhatWasLearned()
    {
        using var model = TinyModel.Create();
        using var learner = new LoraLearner(model, new LoraConfig { Rank = 2 }, seed: 1);
        using var strategy = Strategy(learner, strength: 1);
        strategy.Begin(0);
        for (var step = 0; step < 5; step++)
            strategy.Observe(Samples);
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var before = learner.Logits(Samples);
        strategy.End(0, Samples);
        learner.Logits(Samples).sub(before).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Observe_BeforeATask_IsRefused()
    {
        using var model = TinyModel.Create();
        using var learner = new LoraLearner(model, new LoraConfig { Rank = 2 }, seed: 1);
        using var strategy = Strategy(learner, strength: 1);
        Should.Throw<InvalidOperationException>(() => strategy.Observe(Samples));
    }

    private static OrthogonalLora<TokenExample> Strategy(ILowRankLearner<TokenExample> learner, double strength) =>
        new(learner, parameters => new Adam(parameters, new AdamOptions { LearningRate = 0.01 }), strength, seed: 1);

    private static float Overlap(OrthogonalLora<TokenExample> strategy)
    {
        using var scope = NewDisposeScope();
        return strategy.Overlap().item<float>();
    }

    // Each subspace is spanned by axes.
    private static void Choose(LoraLearner learner, Func<int, int> axis)
    {
        using var ungraded = no_grad();
        foreach (var subspace in learner.Subspaces)
        {
            subspace.zero_();
            for (var row = 0; row < subspace.shape[0]; row++)
                subspace[row][axis(row)].fill_(1);
        }
    }
}
