using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// A-GEM (Chaudhry et al. 2019, "Efficient lifelong learning with A-GEM", equation 11): a gradient that would raise the loss
/// of what is kept of the past loses its part against that loss's own gradient.
/// </summary>
/// <param name="setting">What it teaches, and how.</param>
/// <param name="memory">Decides what is kept; a task's samples are shown to it when its data goes.</param>
/// <param name="sparesTables">
/// Whether a <see cref="RowParameter"/> keeps its gradient as it is, as where its gradients are sparse and those alone that
/// are dense make up the vectors. The table is then free to forget.
/// </param>
public sealed class AveragedGem<TSample>(StrategySetting<TSample> setting, IReplayMemory<Memorized<TSample>> memory, bool sparesTables = false)
    : GradientStrategy<TSample>(setting)
{
    private readonly SplitMix64 random = new(setting.Options.Seed, 2);

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch) => () => CrossEntropy(batch);

    protected override void Correct()
    {
        var past = memory.Draw(Options.ReplayBatch, random);
        if (past.Count == 0)
            return;
        using var gradient = new GradientCopy(Learner.Parameters);
        ClearGradients();
        Learner.Backward(CrossEntropy([.. past.Select(item => item.Sample)]));
        if (sparesTables)
        {
            foreach (var table in Learner.Parameters.OfType<RowParameter>())
                table.ClearGradient();
        }

        var product = gradient.Dot();
        var length = ParameterGradients.SquaredNorm(Learner.Parameters);
        if (product < 0 && length > 0)
            ParameterGradients.Scale(Learner.Parameters, -product / length);
        else
            ClearGradients();
        gradient.AddBack();
    }

    public override void End(int task, IReadOnlyList<TSample> data)
    {
        foreach (var sample in data)
            memory.Offer(new Memorized<TSample>(sample, task, []));
    }
}
