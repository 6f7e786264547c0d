using Samantha.Training.Continual;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;
using TorchSharp;

namespace Samantha.Training.Tests.Continual.Strategies;

public sealed class AveragedGemTests
{
    [Fact]
    public void Observe_GradientAgainstTheMemorys_StepsAtARightAngleToIt()
    {
        using var learner = new BagLearner(classes: 2);
        using var probe = new Probe(learner);
        var memory = new ReservoirMemory<Memorized<Bag>>(1, new SplitMix64(1));
        using var strategy = new AveragedGem<Bag>(new StrategySetting<Bag>(learner, probe, new StrategyOptions()), memory);
        // A shared row and the other of two classes: what the one gains the other loses.
        Bag past = new([0, 1], 0), present = new([0, 2], 1);
        strategy.Begin(0);
        strategy.End(0, [past]);
        strategy.Begin(1);
        strategy.Observe([present]);
        using var step = probe.Taken!;

        probe.Clear();
        using var scope = torch.NewDisposeScope();
        ILearner<Bag> taught = learner;
        taught.Backward(torch.nn.functional.cross_entropy(taught.Logits([past]), taught.Labels([past])));
        var lengths = Math.Sqrt(ParameterGradients.SquaredNorm(learner.Parameters) * probe.SquaredNorm);
        (step.Dot() / lengths).ShouldBe(0, 1e-5);
        probe.SquaredNorm.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Observe_SparingTables_TurnsTheRestAlone()
    {
        using var learner = new BagLearner(classes: 2);
        using var probe = new Probe(learner);
        using var scope = torch.NewDisposeScope();
        var memory = new ReservoirMemory<Memorized<Bag>>(1, new SplitMix64(1));
        using var strategy = new AveragedGem<Bag>(new StrategySetting<Bag>(learner, probe, new StrategyOptions()), memory, sparesTables: true);
        Bag past = new([0, 1], 0), present = new([0, 2], 1);
        strategy.Begin(0);
        strategy.End(0, [past]);
        strategy.Begin(1);
        strategy.Observe([present]);
        probe.Taken!.Dispose();
        var (table, output) = Gradients();

        var (own, outputOwn) = Of(present);
        var (_, outputPast) = Of(past);
        table.ShouldBe(own);
        (output * outputPast).sum().item<float>().ShouldBe(0, 1e-5);
        (output - outputOwn).abs().max().item<float>().ShouldBeGreaterThan(0);

        (float[] Table, torch.Tensor Output) Of(Bag bag)
        {
            probe.Clear();
            ILearner<Bag> taught = learner;
            taught.Backward(torch.nn.functional.cross_entropy(taught.Logits([bag]), taught.Labels([bag])));
            return Gradients();
        }

        (float[] Table, torch.Tensor Output) Gradients() => (learner.Table.Gradient.ToArray(), learner.Output.grad!.clone());
    }

    // Keeps the gradients of the step that it does not take.
    private sealed class Probe(BagLearner learner) : IOptimizer
    {
        public GradientCopy? Taken { get; private set; }

        public double SquaredNorm { get; private set; }

        public void Clear()
        {
            learner.Table.ClearGradient();
            learner.Output.grad = null;
        }

        public void Step() => (Taken, SquaredNorm) = (new GradientCopy(learner.Parameters), ParameterGradients.SquaredNorm(learner.Parameters));

        public void Dispose()
        {
        }
    }
}
