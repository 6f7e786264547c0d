using Samantha.TorchSharp.Tests.Autograd;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Samantha.TorchSharp.Tests.Functional;

public sealed class FunctionalTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void LayerNorm_HasMeanZeroAndVarianceOne()
    {
        var x = randn(5, 32, float64) * 3 + 7;
        var y = functional.layer_norm(x, [32]);

        y.mean(new long[] { 1 }).abs().max().item<double>().ShouldBeLessThan(1e-9);
        y.var(1, false).Values().ShouldBeNear([1, 1, 1, 1, 1], 1e-4);
    }

    [Fact]
    public void Gradients_AreTheDifferences()
    {
        GradientCheck.Check(x => (functional.layer_norm(x[0], [4], x[1], x[2]) * arange(4)).sum(), randn(3, 4, float64), randn(4, float64), randn(4, float64));
        GradientCheck.Check(x => functional.silu(x[0]).sum() + functional.gelu(x[0]).pow(2).sum(), randn(6, float64));
        GradientCheck.Check(x => x[0].softmax(-1).pow(3).sum() + x[0].logsumexp(1).sum(), randn(2, 5, float64));
        GradientCheck.Check(x => (x[0] * rsqrt(x[0].pow(2).mean(new long[] { -1 }, true) + 1e-5) * x[1]).pow(2).sum(), randn(2, 6, float64), randn(6, float64));
    }

    [Fact]
    public void Dropout_KeepsTheMeanWhileTrainingAndTheInputOtherwise()
    {
        var x = ones(100_000);
        var dropped = functional.dropout(x, 0.3);

        dropped.mean().item<float>().ShouldBe(1, 0.02);
        dropped.eq(0).to(float32).mean().item<float>().ShouldBe(0.3f, 0.02);
        functional.dropout(x, 0.3, training: false).Equals(x).ShouldBeTrue();
    }

    [Fact]
    public void Normalize_MakesUnitVectors() =>
        functional.normalize(randn(4, 9), dim: 1).norm(1).Values().ShouldBeNear([1, 1, 1, 1], 1e-6);

    [Fact]
    public void OneHot_OfAnotherType_IsRefused() => Should.Throw<ArgumentException>(() => functional.one_hot(ones(2), 3));
}
