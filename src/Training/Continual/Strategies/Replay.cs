using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Experience replay (Chaudhry et al. 2019, "On tiny episodic memories", algorithm 1): samples of the past join each batch.
/// The memory is shown each batch after its update, so it holds what has been seen of the newest task, too.
/// </summary>
/// <param name="setting">What it teaches, and how.</param>
/// <param name="memory">Decides what is kept.</param>
public sealed class Replay<TSample>(StrategySetting<TSample> setting, IReplayMemory<Memorized<TSample>> memory) : GradientStrategy<TSample>(setting), IStrategy<TSample>
{
    private readonly SplitMix64 random = new(setting.Options.Seed, 2);

    public void Recall(int task, IReadOnlyList<TSample> data)
    {
        Begin(task);
        Observed(data);
    }

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch)
    {
        List<TSample> all = [.. batch, .. memory.Draw(Options.ReplayBatch, random).Select(item => item.Sample)];
        return () => CrossEntropy(all);
    }

    protected override void Observed(IReadOnlyList<TSample> batch)
    {
        foreach (var sample in batch)
            memory.Offer(new Memorized<TSample>(sample, Task, []));
    }
}
