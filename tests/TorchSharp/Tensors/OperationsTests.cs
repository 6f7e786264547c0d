using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Tensors;

public sealed class OperationsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, Func<Tensor, Tensor>, Func<double, double>> Pointwise() => new()
    {
        { "abs", x => x.abs(), Math.Abs },
        { "ceil", x => x.ceil(), Math.Ceiling },
        { "cos", x => x.cos(), Math.Cos },
        { "exp", x => x.exp(), Math.Exp },
        { "expm1", x => x.expm1(), x => Math.Exp(x) - 1 },
        { "floor", x => x.floor(), Math.Floor },
        { "neg", x => -x, x => -x },
        { "pow", x => x.pow(3), x => x * x * x },
        { "square", x => x.square(), x => x * x },
        { "reciprocal", x => x.reciprocal(), x => 1 / x },
        { "relu", x => x.relu(), x => Math.Max(x, 0) },
        { "round", x => x.round(), x => Math.Round(x, MidpointRounding.ToEven) },
        { "rsqrt", x => x.abs().rsqrt(), x => 1 / Math.Sqrt(Math.Abs(x)) },
        { "log", x => x.abs().log(), x => Math.Log(Math.Abs(x)) },
        { "sqrt", x => x.abs().sqrt(), x => Math.Sqrt(Math.Abs(x)) },
        { "sigmoid", x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)) },
        { "silu", x => x.silu(), x => x / (1 + Math.Exp(-x)) },
        { "sign", x => x.sign(), x => Math.Sign(x) },
        { "sin", x => x.sin(), Math.Sin },
        { "tanh", x => x.tanh(), Math.Tanh },
        { "gelu of tanh", x => x.gelu(GELU.Approximate.tanh), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) },
        { "softplus", x => x.softplus(), x => Math.Log(1 + Math.Exp(x)) },
        { "clamp", x => x.clamp(-0.5, 0.5), x => Math.Clamp(x, -0.5, 0.5) },
        { "one minus", x => 1 - x, x => 1 - x },
        { "two over", x => 2.0 / x, x => 2 / x },
        { "remainder", x => x % 2, x => x - 2 * Math.Floor(x / 2) },
    };

    [Theory]
    [MemberData(nameof(Pointwise), DisableDiscoveryEnumeration = true)]
    public void Pointwise_IsTheScalarFunctionOfEveryElement(string name, Func<Tensor, Tensor> operation, Func<double, double> expected)
    {
        double[] values = [-2.75, -1.3, -0.4, 0.3, 0.5, 1.7, 2.25];

        operation(tensor(values)).Values().ShouldBeNear([.. values.Select(expected)], 1e-12);
        operation(tensor(values).to(float32)).dtype.ShouldBe(ScalarType.Float32, name);
    }

    [Fact]
    public void Add_Broadcasts()
    {
        var sum = tensor(new[] { 1f, 2f, 3f }).unsqueeze(1) + tensor(new[] { 10f, 20f });

        sum.Values().ShouldBe([11, 21, 12, 22, 13, 23]);
    }

    [Fact]
    public void Arithmetic_PromotesTypes()
    {
        (arange(3) + 0.5).dtype.ShouldBe(ScalarType.Float32);
        (arange(3) * 2).dtype.ShouldBe(ScalarType.Int64);
        (ones(1, float64) + ones(1)).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void InPlace_ReturnsTheSameObject()
    {
        var x = ones(3);

        ReferenceEquals(x.add_(1).mul_(3).div_(2), x).ShouldBeTrue();
        x.Values().ShouldBe([3, 3, 3]);
    }

    [Fact]
    public void Comparison_IsByElement()
    {
        var x = arange(4);

        (x > 1).Values().ShouldBe([0, 0, 1, 1]);
        (x == 2).Values().ShouldBe([0, 0, 1, 0]);
        (x != arange(4)).any().item<bool>().ShouldBeFalse();
        x.Equals(arange(4)).ShouldBeTrue();
    }

    [Fact]
    public void Cholesky_PositiveDefiniteMatrix_SolvesItsSystem()
    {
        var matrix = tensor(new double[,] { { 4, 2, 0 }, { 2, 5, 3 }, { 0, 3, 6 } });
        var right = tensor(new double[,] { { 1, 0 }, { 2, 1 }, { -1, 4 } });

        var factor = linalg.cholesky(matrix);

        factor.mm(factor.t()).ShouldBeNear(matrix, 1e-12);
        matrix.mm(cholesky_solve(right, factor)).ShouldBeNear(right, 1e-12);
    }

    [Fact]
    public void Softmax_SumsToOneAndIgnoresShifts()
    {
        var x = tensor(new[] { 1.0, 2.0, 700.0 });

        x.softmax(0).sum().item<double>().ShouldBe(1, 1e-12);
        x.softmax(0).ShouldBeNear((x - 650).softmax(0), 1e-12);
        x.log_softmax(0)[2].item<double>().ShouldBe(0, 1e-12);
        x.logsumexp(0).item<double>().ShouldBe(700, 1e-9);
    }

    [Fact]
    public void Reductions_AreThoseOfTheRows()
    {
        var x = tensor(new double[,] { { 1, 2, 6 }, { -3, 5, 1 } });

        x.sum().item<double>().ShouldBe(12);
        x.sum(1).Values().ShouldBe([9, 3]);
        x.mean(new long[] { 1 }, true).shape.ShouldBe([2L, 1L]);
        x.var(1).Values().ShouldBeNear([7, 16]);
        x.var(1, false).Values().ShouldBeNear([14.0 / 3, 32.0 / 3]);
        x.std(1).Values().ShouldBeNear([Math.Sqrt(7), 4]);
        x.max().item<double>().ShouldBe(6);
        x.max(1).indexes.Values().ShouldBe([2, 1]);
        x.min(1).values.Values().ShouldBe([1, -3]);
        x.argmax(1).Values().ShouldBe([2, 1]);
        x.amax(0).Values().ShouldBe([1, 5, 6]);
        x.cumsum(1).Values().ShouldBe([1, 3, 9, -3, 2, 3]);
        x.norm().item<double>().ShouldBe(Math.Sqrt(76), 1e-12);
        x.norm(1, true).shape.ShouldBe([2L, 1L]);
    }

    [Fact]
    public void TopK_And_Sort_Agree()
    {
        var x = tensor(new[] { 3f, 9f, 1f, 7f });
        var (values, indexes) = x.topk(2);
        var (sorted, order) = x.sort(descending: true);

        values.Values().ShouldBe([9, 7]);
        indexes.Values().ShouldBe([1, 3]);
        sorted[..2].Values().ShouldBe(values.Values());
        order.Values().ShouldBe(x.argsort(descending: true).Values());
    }

    [Fact]
    public void Shapes_AreViewsOfTheSameMemory()
    {
        var x = arange(12).reshape(3, 4);
        x.view(4, 3)[0, 0] = tensor(100L);
        x.t()[1, 2] = tensor(-1L);

        x[0, 0].item<long>().ShouldBe(100);
        x[2, 1].item<long>().ShouldBe(-1);
        x.t().is_contiguous().ShouldBeFalse();
        x.permute(1, 0).contiguous().stride().ShouldBe([3L, 1L]);
        x.unsqueeze(0).expand(5, -1, -1).stride(0).ShouldBe(0);
        x.flatten().shape.ShouldBe([12L]);
        x.repeat_interleave(2, 0).shape.ShouldBe([6L, 4L]);
        x.unflatten(1, 2, 2).shape.ShouldBe([3L, 2L, 2L]);
    }

    [Fact]
    public void Split_And_Cat_AreInverse() => Prop
        .ForAll(Gen.Choose(1, 6).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (size, length) =>
        {
            using var inner = NewDisposeScope();
            var x = arange(length * 2).reshape(length, 2);
            return cat(x.split(size)).Equals(x) && stack(x.unbind()).Equals(x) && x.split(size).Sum(part => part.size(0)) == length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Matmul_IsTheSumOfProducts() => Prop
        .ForAll(Gen.Choose(1, 5).Three().ToArbitrary(), sizes =>
        {
            using var inner = NewDisposeScope();
            var (n, k, m) = sizes;
            var a = arange(n * k).reshape(n, k).to(float64);
            var b = arange(k * m).reshape(k, m).to(float64) - 3;
            var expected = (a.unsqueeze(-1) * b.unsqueeze(0)).sum(1);
            return a.matmul(b).allclose(expected) && einsum("ij,jk->ik", a, b).allclose(expected)
                && a.unsqueeze(0).bmm(b.unsqueeze(0)).squeeze(0).allclose(expected) && a[0].dot(a[0]).item<double>() >= 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TriangularParts_AddUpToTheWhole()
    {
        var x = arange(9).reshape(3, 3) + 1;

        (x.tril() + x.triu(1)).Equals(x).ShouldBeTrue();
        x.triu()[1, 0].item<long>().ShouldBe(0);
    }

    [Fact]
    public void Where_Chooses()
    {
        var x = tensor(new[] { -1f, 2f });

        where(x > 0, x, zeros(2)).Values().ShouldBe([0, 2]);
        where(x > 0).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(ScalarType.Float16, 1e-3)]
    [InlineData(ScalarType.BFloat16, 1e-2)]
    [InlineData(ScalarType.Float64, 0)]
    public void To_AndBack_KeepsWhatTheTypeHolds(ScalarType type, double tolerance)
    {
        var x = linspace(-3, 3, 50);

        x.to(type).dtype.ShouldBe(type);
        x.to(type).to(float32).ShouldBeNear(x, tolerance);
    }

    [Fact]
    public void To_TheSameType_IsTheSameTensorUnlessCopied()
    {
        var x = ones(2);
        x.to(float32).mul_(5);
        x.to(float32, copy: true).mul_(5);

        x.Values().ShouldBe([5, 5]);
    }
}
