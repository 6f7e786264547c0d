using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Learning without forgetting (Li and Hoiem 2016, equations 1 to 4): on each batch the model also keeps to what it said of
/// it before the task began. Nothing is stored but the model of then.
/// </summary>
/// <remarks>
/// With one head for all tasks it keeps to all classes and not to the old ones alone: what the old model thought unlikely, the
/// new classes among them, is held back too. Without that, the new classes outbid the old (docs/LOG.md).
/// </remarks>
public sealed class LearningWithoutForgetting<TSample> : GradientStrategy<TSample>
{
    private readonly IFreezable<TSample> freezable;
    private ITeacher<TSample>? teacher;

    /// <exception cref="ArgumentException">The learner cannot be kept as it is.</exception>
    public LearningWithoutForgetting(StrategySetting<TSample> setting)
        : base(setting)
    {
        freezable = setting.Learner as IFreezable<TSample>
            ?? throw new ArgumentException($"Learning without forgetting needs a learner that is {nameof(IFreezable<TSample>)}.", nameof(setting));
    }

    public override void End(int task, IReadOnlyList<TSample> data)
    {
        teacher?.Dispose();
        teacher = freezable.Freeze();
    }

    public override void Dispose()
    {
        teacher?.Dispose();
        base.Dispose();
    }

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch) => () =>
    {
        var logits = Learner.Logits(batch);
        var loss = nn.functional.cross_entropy(logits, Learner.Labels(batch));
        if (teacher is null)
            return loss;
        var temperature = Options.DistillationTemperature;
        var said = (teacher.Logits(batch) / temperature).log_softmax(1);
        var says = (logits / temperature).log_softmax(1);
        var divergence = (said.exp() * (said - says)).sum(1).mean();
        // T² keeps the gradients' size whatever the temperature (Hinton et al. 2015).
        return loss + Options.DistillationWeight * temperature * temperature * divergence;
    };
}
