using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// DER++ (Buzzega et al. 2020, equation 6): samples of the past keep the logits that they had when they were seen, and some
/// others their labels.
/// </summary>
/// <param name="setting">What it teaches, and how.</param>
/// <param name="memory">Decides what is kept; it is shown every batch, so that logits are of the whole way and not of its end.</param>
public sealed class DarkReplay<TSample>(StrategySetting<TSample> setting, IReplayMemory<Memorized<TSample>> memory)
    : GradientStrategy<TSample>(setting), IStrategy<TSample>
{
    private readonly SplitMix64 random = new(setting.Options.Seed, 2);
    private float[] told = [];
    private int classes;

    /// <summary>The logits are those of the model as it is now: what it said on the way is not known.</summary>
    public void Recall(int task, IReadOnlyList<TSample> data)
    {
        using var ungraded = no_grad();
        Begin(task);
        foreach (var sample in data)
        {
            using var scope = NewDisposeScope();
            Remember(Learner.Logits([sample]));
            memory.Offer(new Memorized<TSample>(sample, task, told));
        }
    }

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch)
    {
        var dark = memory.Draw(Options.ReplayBatch, random);
        var labelled = memory.Draw(Options.ReplayBatch, random);
        return () =>
        {
            var logits = Learner.Logits(batch);
            Remember(logits);
            var loss = nn.functional.cross_entropy(logits, Learner.Labels(batch));
            if (dark.Count == 0)
                return loss;
            var now = Learner.Logits([.. dark.Select(item => item.Sample)]);
            var then = tensor(dark.SelectMany(item => item.Logits).ToArray(), now.shape);
            return loss
                + Options.DarkWeight * nn.functional.mse_loss(now, then.to(now))
                + Options.LabelWeight * CrossEntropy([.. labelled.Select(item => item.Sample)]);
        };
    }

    protected override void Observed(IReadOnlyList<TSample> batch)
    {
        var at = 0;
        foreach (var sample in batch)
        {
            using var labels = Learner.Labels([sample]);
            var length = (int)labels.shape[0] * classes;
            memory.Offer(new Memorized<TSample>(sample, Task, told[at..(at + length)]));
            at += length;
        }
    }

    private void Remember(Tensor logits)
    {
        classes = (int)logits.shape[1];
        told = logits.detach().cpu().data<float>().ToArray();
    }
}
