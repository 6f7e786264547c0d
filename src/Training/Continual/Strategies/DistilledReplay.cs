using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Rehearsal with distillation, as lessons are learned: samples of the past join each batch (experience replay, Chaudhry et
/// al. 2019), and on them the model also keeps to what it said before the task began (Li and Hoiem 2016, equation 2).
/// </summary>
/// <param name="setting">What it teaches, and how; the learner can be frozen.</param>
/// <param name="memory">Decides what is kept; a task's samples are shown to it when its data goes.</param>
public sealed class DistilledReplay<TSample>(StrategySetting<TSample> setting, IReplayMemory<Memorized<TSample>> memory) : GradientStrategy<TSample>(setting)
{
    private readonly SplitMix64 random = new(setting.Options.Seed, 2);
    private readonly IFreezable<TSample> freezable = setting.Learner as IFreezable<TSample>
        ?? throw new ArgumentException($"Distillation needs a learner that is {nameof(IFreezable<TSample>)}.", nameof(setting));

    private ITeacher<TSample>? teacher;

    public override void End(int task, IReadOnlyList<TSample> data)
    {
        foreach (var sample in data)
            memory.Offer(new Memorized<TSample>(sample, task, []));
        teacher?.Dispose();
        teacher = freezable.Freeze();
    }

    public override void Dispose()
    {
        teacher?.Dispose();
        base.Dispose();
    }

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch)
    {
        List<TSample> past = [.. memory.Draw(Options.ReplayBatch, random).Select(item => item.Sample)];
        List<TSample> all = [.. past, .. batch];
        return () =>
        {
            var logits = Learner.Logits(all);
            var loss = nn.functional.cross_entropy(logits, Learner.Labels(all));
            if (teacher is null || past.Count == 0)
                return loss;
            var temperature = Options.DistillationTemperature;
            var then = (teacher.Logits(past) / temperature).log_softmax(1);
            var now = (logits.narrow(0, 0, then.shape[0]) / temperature).log_softmax(1);
            var divergence = (then.exp() * (then - now)).sum(1).mean();
            return loss + Options.DistillationWeight * temperature * temperature * divergence;
        };
    }
}
