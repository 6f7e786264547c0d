using FsCheck;
using FsCheck.Fluent;
using Samantha.TorchSharp.Tests.Autograd;
using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Functional;

public sealed class AttentionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(5);

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 300, false)]
    [InlineData(5, 5, true)]
    [InlineData(70, 70, true)]
    [InlineData(257, 257, true)]
    [InlineData(130, 40, false)]
    [InlineData(3, 200, true)]
    public void Attention_IsTheFormula(int queries, int keys, bool causal)
    {
        var (q, k, v) = (Normal(2, 3, queries, 16), Normal(2, 3, keys, 16), Normal(2, 3, keys, 16));

        var actual = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: causal);

        actual.ShouldBeNear(Formula(q, k, v, null, causal), 1e-5);
    }

    [Theory]
    [InlineData(6, 6, true)]
    [InlineData(150, 150, true)]
    [InlineData(33, 90, false)]
    [InlineData(1, 20, false)]
    public void Gradients_AreThoseOfTheFormula(int queries, int keys, bool causal)
    {
        var (q, k, v) = (Normal(2, 2, queries, 8), Normal(2, 2, keys, 8), Normal(2, 2, keys, 8));
        var weights = Normal(2, 2, queries, 8);

        var actual = Gradients((a, b, c) => (nn.functional.scaled_dot_product_attention(a, b, c, is_casual: causal) * weights).sum(), q, k, v);
        var expected = Gradients((a, b, c) => (Formula(a, b, c, null, causal) * weights).sum(), q, k, v);

        for (var i = 0; i < 3; i++) actual[i].ShouldBeNear(expected[i], 2e-5);
    }

    [Fact]
    public void Gradients_InDoublePrecision_AreTheDifferences() => GradientCheck.Check(
        x => nn.functional.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true).pow(2).sum(),
        Normal(1, 2, 4, 3).to(float64), Normal(1, 2, 4, 3).to(float64), Normal(1, 2, 4, 3).to(float64));

    [Fact]
    public void GradientsOfGradients_AreThoseOfTheFormula()
    {
        var (q, k, v) = (Normal(1, 2, 5, 4), Normal(1, 2, 5, 4), Normal(1, 2, 5, 4));
        q.requires_grad_();
        Tensor Twice(Func<Tensor> attention)
        {
            var first = autograd.grad([attention().pow(2).sum()], [q], retain_graph: true, create_graph: true)[0];
            return autograd.grad([first.pow(2).sum()], [q])[0];
        }

        Twice(() => nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true))
            .ShouldBeNear(Twice(() => Formula(q, k, v, null, true)), 1e-4);
    }

    [Fact]
    public void TransposedAndExpandedInputs_AreReadWhereTheyLie()
    {
        var q = Normal(2, 7, 2, 3, 8).permute(0, 2, 3, 1, 4);
        var k = Normal(2, 7, 2, 8).permute(0, 2, 1, 3).unsqueeze(2).expand(2, 2, 3, 7, 8);
        var v = Normal(2, 7, 2, 8).permute(0, 2, 1, 3).unsqueeze(2).expand(2, 2, 3, 7, 8);

        nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true)
            .ShouldBeNear(Formula(q, k, v, null, true), 1e-5);
        var (actual, expected) = (
            Gradients((a, b, c) => nn.functional.scaled_dot_product_attention(a, b, c, is_casual: true).pow(2).sum(), q, k, v),
            Gradients((a, b, c) => Formula(a, b, c, null, true).pow(2).sum(), q, k, v));
        for (var i = 0; i < 3; i++) actual[i].ShouldBeNear(expected[i], 2e-5);
    }

    [Fact]
    public void ABooleanMask_SaysWhoIsSeen()
    {
        var (q, k, v) = (Normal(2, 1, 4, 8), Normal(2, 1, 6, 8), Normal(2, 1, 6, 8));
        var seen = tensor(new[] { true, true, true, true, false, false, true, false, true, true, true, true }).reshape(2, 1, 1, 6);
        var numbers = zeros(2, 1, 1, 6).masked_fill(seen.logical_not(), float.NegativeInfinity);

        var actual = nn.functional.scaled_dot_product_attention(q, k, v, seen);

        actual.ShouldBeNear(Formula(q, k, v, numbers, false), 1e-5);
        actual.ShouldBeNear(nn.functional.scaled_dot_product_attention(q, k, v, numbers), 1e-6);
        actual[0].ShouldBeNear(nn.functional.scaled_dot_product_attention(q[0], k[0][.., ..4], v[0][.., ..4]), 1e-5);
    }

    [Fact]
    public void AQueryThatSeesNothing_GetsZerosAndNoGradient()
    {
        var (q, k, v) = (Normal(1, 1, 2, 4), Normal(1, 1, 3, 4), Normal(1, 1, 3, 4));
        var mask = tensor(new[] { true, true, true, false, false, false }).reshape(2, 3);

        nn.functional.scaled_dot_product_attention(q, k, v, mask)[0, 0, 1].Values().ShouldBe([0, 0, 0, 0]);
        var gradients = Gradients((a, b, c) => nn.functional.scaled_dot_product_attention(a, b, c, mask).sum(), q, k, v);
        gradients[0][0, 0, 1].Values().ShouldBe([0, 0, 0, 0]);
        gradients[1].isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Dropout_OfEverything_LeavesNothing()
    {
        var x = Normal(1, 1, 3, 4);

        nn.functional.scaled_dot_product_attention(x, x, x, p: 1.0).abs().sum().item<float>().ShouldBe(0);
    }

    [Fact]
    public void ACausalMaskWithAnother_IsRefused() => Should.Throw<ArgumentException>(
        () => nn.functional.scaled_dot_product_attention(ones(1, 1, 2, 2), ones(1, 1, 2, 2), ones(1, 1, 2, 2), ones(2, 2), is_casual: true));

    [Fact]
    public void CausalPrefixes_DoNotDependOnWhatFollows() => Prop
        .ForAll(Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (length, more) =>
        {
            using var scope = NewDisposeScope();
            var x = Normal(1, 2, length + more, 8);
            var whole = nn.functional.scaled_dot_product_attention(x, x, x, is_casual: true);
            var head = x[.., .., ..length];
            var prefix = nn.functional.scaled_dot_product_attention(head, head, head, is_casual: true);
            return whole[.., .., ..length].allclose(prefix, 1e-4, 1e-5);
        }).QuickCheckThrowOnFailure();

    private Tensor Normal(params long[] sizes) => randn(sizes, generator: _generator);

    private static Tensor[] Gradients(Func<Tensor, Tensor, Tensor, Tensor> loss, Tensor q, Tensor k, Tensor v)
    {
        Tensor[] leaves = [q.detach().requires_grad_(), k.detach().requires_grad_(), v.detach().requires_grad_()];
        return [.. autograd.grad([loss(leaves[0], leaves[1], leaves[2])], leaves)];
    }

    private static Tensor Formula(Tensor q, Tensor k, Tensor v, Tensor? added, bool causal)
    {
        var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.size(-1));
        if (added is not null) scores = scores + added;
        if (causal)
        {
            var seen = ones(q.size(-2), k.size(-2), ScalarType.Bool).tril();
            scores = scores.masked_fill(seen.logical_not(), double.NegativeInfinity);
        }

        return scores.softmax(-1).matmul(v);
    }
}
