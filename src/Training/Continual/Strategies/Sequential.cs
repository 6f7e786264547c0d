using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>Goes on training with each task's data alone: what forgets most, and on all data at once the ceiling.</summary>
public sealed class Sequential<TSample>(StrategySetting<TSample> setting) : GradientStrategy<TSample>(setting)
{
    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch) => () => CrossEntropy(batch);
}
