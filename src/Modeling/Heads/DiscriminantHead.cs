using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// Streaming linear discriminant analysis (Hayes and Kanan 2020): a mean for each class and one covariance within classes,
/// which is shrunk, Λ = ((1 - ε) Σ + ε I)⁻¹; a class scores μᵀ Λ x - ½ μᵀ Λ μ.
/// </summary>
internal sealed class DiscriminantHead(int classes, DiscriminantConfig config) : MomentHead(classes, config.Projection)
{
    protected override (Tensor Weights, Tensor Biases) Solve(ClassMoments moments)
    {
        var means = moments.Sums / moments.Counts.clamp_min(1);
        var covariance = (moments.Second - moments.Sums.mm(means.t())) / moments.Counts.sum().clamp_min(1) * (1 - config.Shrinkage);
        covariance.diagonal().add_(config.Shrinkage);
        var weights = cholesky_solve(means, linalg.cholesky(covariance));
        return (weights, (means * weights).sum(dim: 0) * -0.5);
    }
}
