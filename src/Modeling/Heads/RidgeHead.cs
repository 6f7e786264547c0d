using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// Ridge regression on the classes' indicators over a random projection: with rectified features RanPAC (McDonnell et al.
/// 2023), W = (Σ x xᵀ + λ I)⁻¹ Σ x yᵀ.
/// </summary>
internal sealed class RidgeHead(int classes, RidgeConfig config) : MomentHead(classes, config.Projection)
{
    protected override (Tensor Weights, Tensor Biases) Solve(ClassMoments moments)
    {
        var penalized = moments.Second.clone();
        penalized.diagonal().add_(config.Penalty);
        return (cholesky_solve(moments.Sums, linalg.cholesky(penalized)), zeros_like(moments.Counts));
    }
}
