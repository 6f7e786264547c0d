using static TorchSharp.torch;

namespace Samantha.Training.Continual;

/// <summary>Says which class samples are of, without being told their task.</summary>
public interface IClassifier<TSample>
{
    /// <summary>The class of each sample.</summary>
    int[] Predict(IReadOnlyList<TSample> samples);

    /// <summary>How much speaks for each class: (samples, classes), the greatest for the one that is predicted.</summary>
    Tensor Scores(IReadOnlyList<TSample> samples);
}
