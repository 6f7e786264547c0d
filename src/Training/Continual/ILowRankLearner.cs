using TorchSharp.Modules;

namespace Samantha.Training.Continual;

/// <summary>A learner whose weights stay as they are while a product of low rank is learned beside each of them.</summary>
public interface ILowRankLearner<TSample> : ILearner<TSample>
{
    /// <summary>One for each matrix, (rank, inputs): its rows span what the change reads of the matrix's input.</summary>
    IReadOnlyList<Parameter> Subspaces { get; }

    /// <summary>Leaves what was learned in the weights and begins a new change, which is nothing yet, in the same parameters.</summary>
    /// <param name="seed">Seeds the new subspaces.</param>
    void Fold(long seed);
}
