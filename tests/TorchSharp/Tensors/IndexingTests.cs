using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Tensors;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _cube = arange(24).reshape(2, 3, 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Numbers_PickElements()
    {
        _cube[1, 2, 3].item<long>().ShouldBe(23);
        _cube[1, 2].Values().ShouldBe([20, 21, 22, 23]);
        _cube[-1].shape.ShouldBe([3L, 4L]);
    }

    [Fact]
    public void Ranges_AreThoseOfTheLanguage()
    {
        _cube[.., 1..3, ^1].Values().ShouldBe([7, 11, 19, 23]);
        _cube[.., .., 1..^1].shape.ShouldBe([2L, 3L, 2L]);
    }

    [Fact]
    public void Slice_WithAStep_SkipsElements() =>
        _cube[0, 0, TensorIndex.Slice(0, null, 2)].Values().ShouldBe([0, 2]);

    [Fact]
    public void Ellipsis_StandsForTheDimensionsLeftOver()
    {
        _cube[TensorIndex.Ellipsis, 0].shape.ShouldBe([2L, 3L]);
        _cube[0, TensorIndex.Ellipsis, 1].Values().ShouldBe([1, 5, 9]);
    }

    [Fact]
    public void None_AddsADimension() => _cube[.., TensorIndex.None].shape.ShouldBe([2L, 1L, 3L, 4L]);

    [Fact]
    public void TensorOfIndices_GathersRows()
    {
        var index = tensor(new long[] { 2, 0 });

        _cube[TensorIndex.Colon, TensorIndex.Tensor(index)].Values()
            .ShouldBe([8, 9, 10, 11, 0, 1, 2, 3, 20, 21, 22, 23, 12, 13, 14, 15]);
    }

    [Fact]
    public void TensorOfTruthValues_SelectsElements()
    {
        var even = _cube.remainder(2).eq(0);

        _cube[TensorIndex.Tensor(even)].Values().ShouldBe([.. Enumerable.Range(0, 12).Select(i => 2.0 * i)]);
    }

    [Fact]
    public void TensorsAfterAnEllipsis_FallOnTheLastDimensions()
    {
        var index = tensor(new long[] { 3 });

        _cube[TensorIndex.Ellipsis, TensorIndex.Tensor(index)].Values().ShouldBe([3, 7, 11, 15, 19, 23]);
    }

    [Fact]
    public void Assignment_WritesThroughAView()
    {
        _cube[.., 1..2, ..2] = zeros(2, 1, 2, int64);

        _cube[0, 1].Values().ShouldBe([0, 0, 6, 7]);
        _cube[1, 1].Values().ShouldBe([0, 0, 18, 19]);
    }

    [Fact]
    public void Assignment_ByTensor_WritesTheRowsNamed()
    {
        _cube[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 0, 2 }))] = tensor(-1L);

        _cube.Values().Count(value => value == -1).ShouldBe(16);
        _cube[0, 1].Values().ShouldBe([4, 5, 6, 7]);
    }

    [Fact]
    public void IndexPut_Accumulating_AddsWhereAnIndexComesTwice()
    {
        var counts = zeros(3);
        counts.index_put_(ones(4), [TensorIndex.Tensor(tensor(new long[] { 0, 2, 2, 2 }))], accumulate: true);

        counts.Values().ShouldBe([1, 0, 3]);
    }

    [Fact]
    public void IndexAdd_AddsRowsAtTheirPlaces()
    {
        var table = zeros(3, 2);
        table.index_add_(0, tensor(new long[] { 1, 1, 0 }), ones(3, 2), 2);

        table.Values().ShouldBe([2, 2, 4, 4, 0, 0]);
    }

    [Fact]
    public void Gather_And_Scatter_AreInverse()
    {
        var order = _cube[0].to(float32).neg().argsort(-1);
        var sorted = _cube[0].to(float32).gather(-1, order);

        zeros(3, 4).scatter_(-1, order, sorted).Values().ShouldBe(_cube[0].Values());
    }

    [Fact]
    public void MaskedFill_ReplacesWhereTrue() =>
        _cube.masked_fill(_cube.gt(5), 0).sum().item<long>().ShouldBe(15);

    [Fact]
    public void AnIndexOutOfRange_IsAnException() =>
        Should.Throw<System.Runtime.InteropServices.ExternalException>(() => _cube[2]);
}
