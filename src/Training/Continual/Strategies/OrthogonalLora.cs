using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// O-LoRA (Wang et al. 2023, equations 7 and 8): each task learns a low-rank change of its own, whose subspace is kept
/// orthogonal to those of the tasks before. At its end it is merged into the weights; of the data nothing is kept.
/// </summary>
public sealed class OrthogonalLora<TSample> : IStrategy<TSample>
{
    private readonly ILowRankLearner<TSample> learner;
    private readonly Func<IReadOnlyList<Parameter>, IOptimizer> newOptimizer;
    private readonly double strength;
    private readonly long seed;
    private readonly List<IReadOnlyList<Tensor>> earlier = [];
    private IOptimizer? optimizer;

    /// <param name="learner">What is taught.</param>
    /// <param name="newOptimizer">Makes a task's optimizer: nothing of the moments of one change concerns the next.</param>
    /// <param name="strength">λ, the weight of orthogonality.</param>
    /// <param name="seed">Seeds each task's subspaces.</param>
    public OrthogonalLora(ILowRankLearner<TSample> learner, Func<IReadOnlyList<Parameter>, IOptimizer> newOptimizer, double strength, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        (this.learner, this.newOptimizer, this.strength, this.seed) = (learner, newOptimizer, strength, seed);
    }

    /// <summary>Keeps away from what was learned before this strategy was there.</summary>
    /// <param name="subspaces">For each matrix some rows that span what was read of its input, (rows, inputs); they are copied.</param>
    public void Avoid(IReadOnlyList<Tensor> subspaces) => earlier.Add([.. subspaces.Select(subspace => subspace.detach().clone().DetachFromDisposeScope())]);

    /// <summary>Nothing: what was learned in another way has no subspace of this one's.</summary>
    public void Recall(int task, IReadOnlyList<TSample> data)
    {
    }

    public void Begin(int task)
    {
        optimizer?.Dispose();
        optimizer = newOptimizer(learner.Parameters);
    }

    public double Observe(IReadOnlyList<TSample> batch)
    {
        if (optimizer is null)
            throw new InvalidOperationException("A task begins before its samples come.");
        using var scope = NewDisposeScope();
        optimizer.Clear();
        var loss = nn.functional.cross_entropy(learner.Logits(batch), learner.Labels(batch));
        var told = loss.item<float>();
        if (!float.IsFinite(told))
            throw new NotFiniteNumberException("The loss of an update is not a number.", told);
        learner.Backward(earlier.Count == 0 ? loss : loss + strength * Overlap());
        optimizer.Step();
        return told;
    }

    public void End(int task, IReadOnlyList<TSample> data)
    {
        Avoid(learner.Subspaces);
        learner.Fold(unchecked(seed + task + 1));
    }

    /// <summary>Σ ‖Aᵢ·Aᵀ‖² over earlier subspaces Aᵢ and the matrices: 0 when the present one is orthogonal to them all.</summary>
    public Tensor Overlap()
    {
        using var scope = NewDisposeScope();
        var sum = zeros([], ScalarType.Float32, learner.Subspaces[0].device);
        foreach (var subspaces in earlier)
        {
            foreach (var (past, present) in subspaces.Zip(learner.Subspaces))
                sum = sum + past.matmul(present.t()).square().sum();
        }

        return sum.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        optimizer?.Dispose();
        foreach (var subspace in earlier.SelectMany(subspaces => subspaces))
            subspace.Dispose();
    }
}
