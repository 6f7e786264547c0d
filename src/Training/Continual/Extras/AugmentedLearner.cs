using Samantha.Training.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Extras;

/// <summary>
/// A learner that sees each sample a little changed whenever it learns from it, and as it is otherwise. Memories and teachers
/// are given the samples themselves, so any strategy may be put over it.
/// </summary>
/// <param name="learner">What learns.</param>
/// <param name="change">Changes a sample by chance; it keeps its rows and labels.</param>
/// <param name="random">Decides how.</param>
public sealed class AugmentedLearner<TSample>(ILearner<TSample> learner, Func<TSample, SplitMix64, TSample> change, SplitMix64 random)
    : ILearner<TSample>, IFreezable<TSample>
{
    public IReadOnlyList<Parameter> Parameters => learner.Parameters;

    public Tensor Logits(IReadOnlyList<TSample> samples) =>
        learner.Logits(is_grad_enabled() ? [.. samples.Select(sample => change(sample, random))] : samples);

    public Tensor Labels(IReadOnlyList<TSample> samples) => learner.Labels(samples);

    public void Backward(Tensor loss) => learner.Backward(loss);

    /// <exception cref="NotSupportedException">What learns cannot be kept as it is.</exception>
    public ITeacher<TSample> Freeze() => learner is IFreezable<TSample> freezable
        ? freezable.Freeze()
        : throw new NotSupportedException($"The learner inside is not {nameof(IFreezable<TSample>)}.");
}
