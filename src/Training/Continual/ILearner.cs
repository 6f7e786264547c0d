using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual;

/// <summary>A model that is taught by gradients: rows of logits for samples, and what is learned of it.</summary>
/// <typeparam name="TSample">What it is taught: a text with its class, a dialogue, …</typeparam>
public interface ILearner<TSample>
{
    /// <summary>What is learned; the same objects for the learner's whole life.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// Logits (rows, classes). A classifier has a row for each sample; a decoder one for each token, of all samples one after
    /// another. With a graph while gradients are recorded; chance (dropout, augmentation) plays a part only then.
    /// </summary>
    Tensor Logits(IReadOnlyList<TSample> samples);

    /// <summary>What the rows of <see cref="Logits"/> should say: (rows), int64; a row of -100 is not learned from.</summary>
    Tensor Labels(IReadOnlyList<TSample> samples);

    /// <summary>Adds a loss's gradients to those of <see cref="Parameters"/>.</summary>
    /// <param name="loss">A scalar made of this learner's logits.</param>
    void Backward(Tensor loss) => loss.backward();
}
