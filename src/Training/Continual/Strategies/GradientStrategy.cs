using Samantha.Training.Continual.Learners;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>A strategy that lowers a loss by gradients. An update is: loss, gradients, what the strategy makes of them, a step.</summary>
/// <param name="setting">What it teaches, and how.</param>
public abstract class GradientStrategy<TSample>(StrategySetting<TSample> setting) : IStrategy<TSample>
{
    private readonly AdversarialPerturbation? adversary = setting.Options.Adversary > 0
        ? new AdversarialPerturbation(setting.Embeddings, setting.Options.Adversary)
        : null;

    protected ILearner<TSample> Learner => setting.Learner;

    protected StrategyOptions Options => setting.Options;

    /// <summary>The task that began last.</summary>
    protected int Task { get; private set; }

    public virtual void Begin(int task) => Task = task;

    public double Observe(IReadOnlyList<TSample> batch)
    {
        using var scope = NewDisposeScope();
        setting.Optimizer.Clear();
        var objective = Objective(batch);
        var loss = objective();
        var told = loss.item<float>();
        if (!float.IsFinite(told))
            throw new NotFiniteNumberException($"The loss of an update in task {Task} is not a number.", told);
        Learner.Backward(loss);
        adversary?.Attack(() => Learner.Backward(objective()));
        Correct();
        setting.Optimizer.Step();
        Observed(batch);
        return told;
    }

    public virtual void End(int task, IReadOnlyList<TSample> data)
    {
    }

    public virtual void Dispose()
    {
    }

    /// <summary>The loss of one update. What is left to chance is drawn here; what is returned may be called again.</summary>
    protected abstract Func<Tensor> Objective(IReadOnlyList<TSample> batch);

    /// <summary>Changes the gradients before the step.</summary>
    protected virtual void Correct()
    {
    }

    /// <summary>The step is made.</summary>
    protected virtual void Observed(IReadOnlyList<TSample> batch)
    {
    }

    /// <summary>The optimizer's gradients, forgotten.</summary>
    protected void ClearGradients() => setting.Optimizer.Clear();

    /// <summary>The mean cross entropy of the rows that have a label.</summary>
    protected Tensor CrossEntropy(IReadOnlyList<TSample> samples) => nn.functional.cross_entropy(Learner.Logits(samples), Learner.Labels(samples));
}
