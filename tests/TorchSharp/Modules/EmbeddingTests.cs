using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Modules;

public sealed class EmbeddingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Embedding_IsTheRowsNamed()
    {
        using var module = nn.Embedding(5, 3);
        var rows = module.call(tensor(new long[,] { { 4, 0 }, { 1, 1 } }));

        rows.shape.ShouldBe([2L, 2L, 3L]);
        rows[0, 0].Equals(module.weight![4]).ShouldBeTrue();
    }

    [Fact]
    public void Padding_IsZeroAndHasNoGradient()
    {
        using var module = nn.Embedding(4, 2, padding_idx: 1);
        module.call(tensor(new long[] { 1, 2 })).sum().backward();

        module.weight![1].Values().ShouldBe([0, 0]);
        module.weight!.grad!.Values().ShouldBe([0, 0, 0, 0, 1, 1, 0, 0]);
    }

    [Fact]
    public void FromPretrained_HasTheRowsAndIsFrozen()
    {
        var table = randn(4, 2);
        using var module = nn.Embedding_from_pretrained(table);

        module.weight!.Equals(table).ShouldBeTrue();
        module.weight!.requires_grad.ShouldBeFalse();
        table.IsInvalid.ShouldBeFalse();
    }

    [Theory]
    [InlineData(EmbeddingBagMode.Sum)]
    [InlineData(EmbeddingBagMode.Mean)]
    [InlineData(EmbeddingBagMode.Max)]
    public void EmbeddingBag_IsTheReductionOfTheRows(EmbeddingBagMode mode)
    {
        using var module = nn.EmbeddingBag(9, 4, mode: mode);
        var rows = module.weight!;
        Tensor Reduce(params long[] indices)
        {
            var picked = rows.index_select(0, tensor(indices));
            return mode switch
            {
                EmbeddingBagMode.Sum => picked.sum(0L),
                EmbeddingBagMode.Mean => picked.mean(new long[] { 0 }),
                _ => picked.amax(0),
            };
        }

        var bags = module.call(tensor(new long[] { 3, 1, 4, 1, 5 }), tensor(new long[] { 0, 2 }));

        bags[0].ShouldBeNear(Reduce(3, 1));
        bags[1].ShouldBeNear(Reduce(4, 1, 5));
        module.call(tensor(new long[,] { { 3, 1 }, { 4, 5 } }))[1].ShouldBeNear(Reduce(4, 5));
    }

    [Fact]
    public void EmbeddingBag_WithWeights_HasGradientsForBoth()
    {
        using var module = nn.EmbeddingBag(5, 2, mode: EmbeddingBagMode.Sum);
        var weights = tensor(new[] { 0.5f, 2f, 1f }, requires_grad: true);
        var bag = module.call(tensor(new long[] { 1, 1, 3 }), tensor(new long[] { 0 }), weights);
        bag.sum().backward();

        bag[0].ShouldBeNear(module.weight![1] * 2.5 + module.weight![3]);
        module.weight!.grad!.Values().ShouldBeNear([0, 0, 2.5, 2.5, 0, 0, 1, 1, 0, 0]);
        weights.grad![2].ShouldBeNear(module.weight![3].sum());
    }

    [Fact]
    public void EmbeddingBag_WithoutOffsets_IsRefused()
    {
        using var module = nn.EmbeddingBag(5, 2);

        Should.Throw<ArgumentException>(() => module.call(tensor(new long[] { 1 }), null, null));
        Should.Throw<ArgumentException>(() => module.call(ones(2, 2)));
    }

    [Fact]
    public void Linear_StartsWithinItsBounds()
    {
        using var module = nn.Linear(100, 50);
        var bound = 1 / Math.Sqrt(100);

        module.weight.abs().max().item<float>().ShouldBeLessThanOrEqualTo((float)bound);
        module.weight.std().item<float>().ShouldBe((float)(bound / Math.Sqrt(3)), 0.005);
        module.bias!.abs().max().item<float>().ShouldBeLessThanOrEqualTo((float)bound);
        nn.Linear(3, 2, hasBias: false).bias.ShouldBeNull();
    }

    [Fact]
    public void Init_HasTheVarianceItPromises()
    {
        var x = empty(400, 300);

        nn.init.kaiming_normal_(x, nonlinearity: nn.init.NonlinearityType.ReLU).std().item<float>().ShouldBe(MathF.Sqrt(2f / 300), 0.002);
        nn.init.xavier_uniform_(x).std().item<float>().ShouldBe(MathF.Sqrt(2f / 700), 0.002);
        nn.init.normal_(x, 1, 0.02).mean().item<float>().ShouldBe(1, 0.001);
        nn.init.constant_(x, 3).min().item<float>().ShouldBe(3);
    }
}
