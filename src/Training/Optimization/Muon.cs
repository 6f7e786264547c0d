using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Optimization;

/// <summary>
/// Muon (Jordan et al. 2024): each matrix moves by its Nesterov momentum made orthogonal, which gives all directions of the
/// update the same size. Matrices that are kept fused are taken apart, for each is orthogonal on its own.
/// </summary>
internal sealed class Muon : IDisposable
{
    private const int Iterations = 5;
    private const double Tiny = 1e-7;

    // The quintic of the Newton-Schulz iteration, as the method's authors tuned it: steepest at zero, so that small
    // singular values reach one in five iterations; it ends within about 30 % of one, which is enough.
    private const double Linear = 3.4445, Cubic = -4.7750, Quintic = 2.0315;

    private readonly List<(WeightSlice Weight, Tensor Momentum)> matrices;
    private readonly MuonOptions options;
    private readonly ScalarType products;
    private readonly ParallelOptions threads;

    /// <param name="matrices">What is learned; each of two dimensions.</param>
    /// <param name="options">Settings.</param>
    /// <param name="products">In what the iteration multiplies.</param>
    /// <param name="threads">Matrices in work at once.</param>
    public Muon(IEnumerable<WeightSlice> matrices, MuonOptions options, ScalarType products, int threads = 1)
    {
        (this.options, this.products) = (options, products);
        this.threads = new ParallelOptions { MaxDegreeOfParallelism = threads };
        this.matrices = [.. matrices.Select(weight =>
            (weight, zeros(weight.Shape, device: weight.Parameter.device).DetachFromDisposeScope()))];
    }

    /// <summary>Changes the matrices that have gradients.</summary>
    /// <param name="rate">The share of the highest learning rate, in [0, 1].</param>
    public void Step(double rate) => Parallel.ForEach(matrices, threads, matrix => Step(matrix.Weight, matrix.Momentum, rate));

    public void Save(string path) =>
        SafetensorsFile.Write(path, matrices.Select(matrix => (matrix.Weight.Name, matrix.Momentum)), WeightType.Float32);

    public void Load(string path)
    {
        using var ungraded = no_grad();
        using var file = SafetensorsFile.Open(path);
        foreach (var (weight, momentum) in matrices)
        {
            using var stored = file.Read(weight.Name);
            momentum.copy_(stored);
        }
    }

    public void Dispose()
    {
        foreach (var (_, momentum) in matrices)
            momentum.Dispose();
    }

    private void Step(WeightSlice weight, Tensor momentum, double rate)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        if (weight.Gradient() is not { } gradient)
            return;
        momentum.mul_(options.Momentum);
        momentum.add_(gradient, 1.0 - options.Momentum);
        var ahead = gradient.mul(1.0 - options.Momentum).add_(momentum, options.Momentum);
        var update = Orthogonal(ahead);
        // A tall matrix's update has smaller entries than a wide one's; this evens them out.
        var size = Math.Sqrt(Math.Max(1.0, (double)update.shape[0] / update.shape[1]));
        var value = weight.Value();
        value.mul_(1.0 - options.LearningRate * rate * options.WeightDecay);
        value.add_(update, -options.LearningRate * rate * size);
    }

    /// <summary>A matrix with the singular vectors of another and singular values near one.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <returns>[rows, columns], float32.</returns>
    internal Tensor Orthogonal(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var tall = matrix.shape[0] > matrix.shape[1];
        var x = (tall ? matrix.t() : matrix).to(products);
        x = x.div(matrix.norm().item<float>() + Tiny);
        for (var i = 0; i < Iterations; i++)
        {
            var squared = x.mm(x.t());
            var polynomial = squared.mm(squared).mul_(Quintic).add_(squared, Cubic);
            x = x.mul(Linear).add_(polynomial.mm(x));
        }

        return (tall ? x.t() : x).to(ScalarType.Float32).contiguous().MoveToOuterDisposeScope();
    }
}
