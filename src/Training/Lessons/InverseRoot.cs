using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// (M / m + ridge)^(-1/2), m the mean eigenvalue of M, by the coupled iteration of Newton and Schulz (Higham 2008, equation
/// 6.35): products alone, on any device.
/// </summary>
internal static class InverseRoot
{
    private const int MostIterations = 40;
    private const double Tolerance = 1e-3;

    /// <param name="moment">M: symmetric, positive semidefinite, not zero.</param>
    /// <param name="ridge">Above 0: no direction counts for nothing.</param>
    public static Tensor Of(Tensor moment, double ridge)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var identity = eye(moment.shape[0], device: moment.device);
        var scaled = moment.div(moment.diagonal().mean().clamp_min(1e-12)).add(identity.mul(ridge));
        var norm = scaled.pow(2).sum().sqrt();
        var (root, inverse) = (scaled.div(norm), identity);
        for (var i = 0; i < MostIterations; i++)
        {
            var product = inverse.matmul(root);
            if (product.sub(identity).abs().max().item<float>() < Tolerance)
                break;
            var step = identity.mul(3).sub(product).mul(0.5);
            (root, inverse) = (root.matmul(step), step.matmul(inverse));
        }

        return inverse.div(norm.sqrt()).MoveToOuterDisposeScope();
    }
}
