using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Experience replay (Chaudhry et al. 2019, "On tiny episodic memories", algorithm 1): samples of the past join each batch.
/// A task's samples are shown to the memory once, when its data goes, so that nothing is kept twice.
/// </summary>
/// <param name="setting">What it teaches, and how.</param>
/// <param name="memory">Decides what is kept.</param>
public sealed class Replay<TSample>(StrategySetting<TSample> setting, IReplayMemory<Memorized<TSample>> memory) : GradientStrategy<TSample>(setting)
{
    private readonly SplitMix64 random = new(setting.Options.Seed, 2);

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch)
    {
        List<TSample> all = [.. batch, .. memory.Draw(Options.ReplayBatch, random).Select(item => item.Sample)];
        return () => CrossEntropy(all);
    }

    public override void End(int task, IReadOnlyList<TSample> data)
    {
        foreach (var sample in data)
            memory.Offer(new Memorized<TSample>(sample, task, []));
    }
}
