using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Learning without forgetting (Li and Hoiem 2016, equations 1 to 4): on each batch the model also keeps to what it said of
/// it before the task began, as far as the classes of earlier tasks go. Nothing is stored but the model of then.
/// </summary>
public sealed class LearningWithoutForgetting<TSample> : GradientStrategy<TSample>
{
    private const int LabelChunk = 256;

    private readonly IFreezable<TSample> freezable;
    private readonly SortedSet<long> seen = [];
    private ITeacher<TSample>? teacher;
    private Tensor? old;

    /// <exception cref="ArgumentException">The learner cannot be kept as it is.</exception>
    public LearningWithoutForgetting(StrategySetting<TSample> setting)
        : base(setting)
    {
        freezable = setting.Learner as IFreezable<TSample>
            ?? throw new ArgumentException($"Learning without forgetting needs a learner that is {nameof(IFreezable<TSample>)}.", nameof(setting));
    }

    public override void End(int task, IReadOnlyList<TSample> data)
    {
        foreach (var chunk in data.Chunk(LabelChunk))
        {
            using var labels = Learner.Labels(chunk);
            using var local = labels.cpu();
            seen.UnionWith(local.data<long>().ToArray().Where(label => label >= 0));
        }

        Dispose();
        teacher = freezable.Freeze();
        old = tensor(seen.ToArray()).DetachFromDisposeScope();
    }

    public override void Dispose()
    {
        teacher?.Dispose();
        old?.Dispose();
        base.Dispose();
    }

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch) => () =>
    {
        var logits = Learner.Logits(batch);
        var loss = nn.functional.cross_entropy(logits, Learner.Labels(batch));
        if (teacher is null || old is null)
            return loss;
        var (temperature, classes) = (Options.DistillationTemperature, old.to(logits.device));
        var said = (teacher.Logits(batch).index_select(1, classes) / temperature).log_softmax(1);
        var says = (logits.index_select(1, classes) / temperature).log_softmax(1);
        var divergence = (said.exp() * (said - says)).sum(1).mean();
        return loss + Options.DistillationWeight * temperature * temperature * divergence;
    };
}
