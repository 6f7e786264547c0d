using FsCheck;
using FsCheck.Fluent;
using Samantha.TorchSharp.Tests.Autograd;
using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Functional;

public sealed class LinearTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void FewRowsWithoutGradients_AreTheMatrixProduct() => Prop
        .ForAll(Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(1, 70).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (rows, width, outputs) =>
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(rows * 10007 + width * 101 + outputs));
            var x = randn([rows, width], generator: generator);
            var w = randn([outputs, width], generator: generator);
            var b = randn([outputs], generator: generator);
            var expected = x.matmul(w.t());
            return nn.functional.linear(x, w).allclose(expected, 1e-4, 1e-5)
                && nn.functional.linear(x, w, b).allclose(expected + b, 1e-4, 1e-5);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LeadingDimensions_AreKept()
    {
        var (w, x) = (randn(5, 3), randn(2, 1, 2, 3));

        nn.functional.linear(x, w).shape.ShouldBe([2L, 1L, 2L, 5L]);
        nn.functional.linear(x[0, 0, 0], w).shape.ShouldBe([5L]);
        nn.functional.linear(x, w)[1, 0, 1].ShouldBeNear(nn.functional.linear(x[1, 0, 1], w));
    }

    [Fact]
    public void AViewOfTheWeights_IsReadWhereItLies()
    {
        var w = randn(6, 9);
        var x = randn(2, 4);

        nn.functional.linear(x, w[2..5, 3..7]).ShouldBeNear(x.matmul(w[2..5, 3..7].t()));
        nn.functional.linear(randn(1, 6), w.t()).shape.ShouldBe([1L, 9L]);
    }

    [Fact]
    public void Gradients_AreTheDifferences() => GradientCheck.Check(
        x => nn.functional.linear(x[0], x[1], x[2]).pow(2).sum(), randn(2, 3, float64), randn(4, 3, float64), randn(4, float64));

    [Fact]
    public void OneRowWithGradients_HasThem()
    {
        var w = randn(4, 3).requires_grad_();
        nn.functional.linear(ones(1, 3), w).sum().backward();

        w.grad!.Values().ShouldAllBe(value => value == 1);
    }
}
