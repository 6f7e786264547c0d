using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Tensors;

public sealed class DataTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Data_OfAnotherType_IsRefused() => Should.Throw<ArgumentException>(() => ones(2).data<double>());

    [Fact]
    public void Data_OfAView_IsInTheViewsOrder()
    {
        var x = arange(6).reshape(2, 3).t();

        x.data<long>().ToArray().ShouldBe([0L, 3L, 1L, 4L, 2L, 5L]);
        x.data<long>()[2, 1].ShouldBe(5);
        x.data<long>().Count.ShouldBe(6);
    }

    [Fact]
    public void Data_CanBeWritten()
    {
        var x = zeros(2, 2);
        x.data<float>().CopyFrom([1, 2, 3, 4]);

        x.Values().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Item_OfSeveralElements_IsRefused() => Should.Throw<ArgumentException>(() => ones(2).item<float>());

    [Fact]
    public void Bytes_AreTheElementsMemory()
    {
        var x = tensor(new[] { 1f, -2f });
        MemoryMarshal.Cast<byte, float>(x.bytes).ToArray().ShouldBe([1f, -2f]);

        x.bytes = MemoryMarshal.AsBytes<float>([5f, 6f]).ToArray();

        x.Values().ShouldBe([5, 6]);
    }

    [Fact]
    public void Bytes_OfTheWrongLength_AreRefused() => Should.Throw<ArgumentException>(() => ones(2).bytes = new byte[7]);

    [Fact]
    public void Stream_RoundTrip_KeepsEveryByte()
    {
        using var stream = new MemoryStream();
        var x = randn(100, 33);
        x.WriteBytesToStream(stream, 1000);
        stream.Position = 0;
        var y = empty(100, 33);
        y.ReadBytesFromStream(stream, 777);

        y.Equals(x).ShouldBeTrue();
    }

    [Fact]
    public void Save_And_Load_KeepTypeAndShape()
    {
        using var stream = new MemoryStream();
        var x = randn(3, 5).to(bfloat16);
        x.Save(new BinaryWriter(stream));
        stream.Position = 0;

        var y = TensorExtensionMethods.Load(new BinaryReader(stream));

        y.dtype.ShouldBe(ScalarType.BFloat16);
        y.Equals(x).ShouldBeTrue();
    }

    [Fact]
    public void BFloat16_RoundsToNearestEven()
    {
        var values = Enumerable.Range(0, 4000).Select(i => (i - 2000) * 0.00317f).ToArray();
        var expected = tensor(values).to(bfloat16).data<BFloat16>().ToArray();

        for (var i = 0; i < values.Length; i++) ((BFloat16)values[i]).ToSingle().ShouldBe(expected[i].ToSingle());
    }

    [Fact]
    public void ToScalar_ConvertsToAnyType()
    {
        tensor(7L).ToSingle().ShouldBe(7f);
        tensor(2.5).ToDouble().ShouldBe(2.5);
        ((int)tensor(3f)).ShouldBe(3);
        tensor(true).ToBoolean().ShouldBeTrue();
    }

    [Fact]
    public void ToString_NamesShapeTypeAndDevice() =>
        ones(2, 3, float64).ToString().ShouldBe("[2x3], type = Float64, device = cpu");

    [Fact]
    public void ADisposedTensor_IsRefused()
    {
        var x = ones(2);
        x.Dispose();

        x.IsInvalid.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => x.sum());
    }
}
