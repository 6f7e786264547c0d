using static TorchSharp.torch;

namespace Samantha.Training.Continual;

/// <summary>A learner as it was at one moment: it answers and learns no more.</summary>
public interface ITeacher<TSample> : IDisposable
{
    /// <summary>Logits as the learner's, without a graph and without chance.</summary>
    Tensor Logits(IReadOnlyList<TSample> samples);
}
