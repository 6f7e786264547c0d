using Samantha.Training.Continual.Language;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Strategies;

public sealed class DistilledReplayTests
{
    private static readonly TokenExample[] First = [new([1, 20, 30, 40], [TokenBatch.Ignored, 20, 30, 40]), new([1, 20, 31], [TokenBatch.Ignored, 20, 31])];
    private static readonly TokenExample[] Second = [new([1, 21, 50], [TokenBatch.Ignored, 21, 50])];

    [Fact]
    public void Observe_FirstTask_IsPlainTraining()
    {
        using var model = TinyModel.Create();
        var learner = new DecoderLearner(model);
        using var strategy = Strategy(learner, weight: 1);
        strategy.Begin(0);
        using var scope = NewDisposeScope();
        double plain = nn.functional.cross_entropy(learner.Logits(First), learner.Labels(First)).item<float>();
        strategy.Observe(First).ShouldBe(plain, 1e-5);
    }

    // Right after a task the model says what its teacher says: nothing is added to the loss of new and kept samples.
    [Fact]
    public void Observe_AtTheTeacher_AddsNothingAndThenHoldsToIt()
    {
        using var model = TinyModel.Create();
        var learner = new DecoderLearner(model);
        using var strategy = Strategy(learner, weight: 100);
        strategy.Begin(0);
        strategy.Observe(First);
        strategy.End(0, First);
        strategy.Begin(1);
        using var scope = NewDisposeScope();
        TokenExample[] all = [.. First, .. Second];
        var plain = Loss(all);
        strategy.Observe(Second).ShouldBe(plain, 1e-4);
        plain = Loss(all);
        strategy.Observe(Second).ShouldBeGreaterThan(plain + 1e-4);

        double Loss(TokenExample[] samples)
        {
            using var ungraded = no_grad();
            return nn.functional.cross_entropy(learner.Logits(samples), learner.Labels(samples)).item<float>();
        }
    }

    private static DistilledReplay<TokenExample> Strategy(DecoderLearner learner, double weight)
    {
        var options = new StrategyOptions { Memory = 2, ReplayBatch = 2, DistillationWeight = weight, DistillationTemperature = 1 };
        return new(
            new StrategySetting<TokenExample>(learner, new Adam(learner.Parameters, new AdamOptions { LearningRate = 1e-3 }), options),
            new ReservoirMemory<Memorized<TokenExample>>(2, new SplitMix64(1)));
    }
}
