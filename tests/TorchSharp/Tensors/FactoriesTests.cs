using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Tensors;

public sealed class FactoriesTests
{
    [Fact]
    public void Zeros_WithSizes_HasTheDefaultTypeAndZeros()
    {
        using var tensor = zeros(2, 3);

        tensor.shape.ShouldBe([2L, 3L]);
        tensor.dtype.ShouldBe(ScalarType.Float32);
        tensor.device_type.ShouldBe(DeviceType.CPU);
        tensor.Values().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Arange_OfIntegers_IsOfInt64()
    {
        using var tensor = arange(2, 11, 3);

        tensor.dtype.ShouldBe(ScalarType.Int64);
        tensor.data<long>().ToArray().ShouldBe([2L, 5L, 8L]);
    }

    [Fact]
    public void Arange_OfReals_HasTheDefaultType()
    {
        using var tensor = arange(0.0, 1.0, 0.25);

        tensor.dtype.ShouldBe(ScalarType.Float32);
        tensor.data<float>().ToArray().ShouldBe([0f, 0.25f, 0.5f, 0.75f]);
    }

    [Fact]
    public void Tensor_FromArray_CopiesIt()
    {
        float[] source = [1, 2, 3, 4];
        using var copy = tensor(source, [2L, 2L]);

        source[0] = 9;

        copy[0, 0].item<float>().ShouldBe(1f);
        copy.shape.ShouldBe([2L, 2L]);
    }

    [Fact]
    public void FromArray_OfThreeDimensions_KeepsItsShapeAndOrder()
    {
        var source = new int[2, 3, 4];
        for (var i = 0; i < source.Length; i++) source[i / 12, i / 4 % 3, i % 4] = i;
        using var result = from_array(source);

        result.shape.ShouldBe([2L, 3L, 4L]);
        result.dtype.ShouldBe(ScalarType.Int32);
        result.data<int>().ToArray().ShouldBe(Enumerable.Range(0, 24).ToArray());
    }

    [Fact]
    public void Tensor_WithAnotherType_Converts()
    {
        using var result = tensor(new[] { 1.5f, -2.5f }, dtype: ScalarType.Int64);

        result.data<long>().ToArray().ShouldBe([1L, -2L]);
    }

    [Fact]
    public void Tensor_OfMoreElementsThanTheArrayHas_IsRefused() =>
        Should.Throw<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3L]));

    [Fact]
    public void Eye_IsTheIdentity()
    {
        using var identity = eye(3);

        identity.Values().ShouldBe([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    }

    [Fact]
    public void Linspace_HasBothEnds()
    {
        using var line = linspace(-1, 1, 5);

        line.Values().ShouldBeNear([-1, -0.5, 0, 0.5, 1]);
    }

    [Fact]
    public void Full_HasTheValueAndTheTypeAskedFor()
    {
        using var filled = full(2, 2, 7, ScalarType.Float64);

        filled.data<double>().ToArray().ShouldBe([7d, 7d, 7d, 7d]);
    }

    [Fact]
    public void RequiresGrad_IsSetOnTheLeaf()
    {
        using var leaf = ones(2, requires_grad: true);

        leaf.requires_grad.ShouldBeTrue();
        leaf.is_leaf.ShouldBeTrue();
    }

    [Fact]
    public void Generator_WithTheSameSeed_DrawsTheSame()
    {
        using var scope = NewDisposeScope();
        using var first = new Generator(42);
        using var second = new Generator(42);

        randn([100L], generator: first).Values().ShouldBe(randn([100L], generator: second).Values());
        randint(0, 1000, new long[] { 50 }, generator: first).Values()
            .ShouldBe(randint(0, 1000, new long[] { 50 }, generator: second).Values());
        randperm(20, generator: first).Values().ShouldBe(randperm(20, generator: second).Values());
    }

    [Fact]
    public void Generator_WithItsStateSetBack_DrawsTheSameAgain()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var state = generator.get_state();

        var before = rand([10L], generator: generator).Values();
        generator.set_state(state);

        rand([10L], generator: generator).Values().ShouldBe(before);
        generator.initial_seed().ShouldBe(7);
    }

    [Fact]
    public void Randn_HasMeanZeroAndVarianceOne()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var drawn = randn([100_000L], generator: generator);

        drawn.mean().item<float>().ShouldBe(0, 0.02);
        drawn.var().item<float>().ShouldBe(1, 0.02);
    }

    [Fact]
    public void Multinomial_DrawsInProportion()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        var drawn = tensor(new[] { 1f, 0f, 3f }).multinomial(10_000, true, generator);
        var counts = drawn.bincount(null, 3).data<long>().ToArray();

        counts[1].ShouldBe(0);
        (counts[2] / 10_000.0).ShouldBe(0.75, 0.03);
    }
}
