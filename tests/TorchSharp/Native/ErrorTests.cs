using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Native;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Matmul_OfShapesThatDoNotFit_SaysSo()
    {
        var error = Should.Throw<ExternalException>(() => ones(2, 3).matmul(ones(4, 5)));

        error.Message.ShouldContain("2x3 and 4x5");
        ones(2, 3).matmul(ones(3, 5)).shape.ShouldBe([2L, 5L]);
    }

    public static TheoryData<string, Action> Mistakes() => new()
    {
        { "linear", () => nn.functional.linear(ones(2, 3), ones(4, 5)) },
        { "linear of one row", () => nn.functional.linear(ones(1, 3), ones(4, 5)) },
        { "view", () => ones(2, 3).view(7) },
        { "cat", () => cat([ones(2, 3), ones(2, 4)]) },
        { "embedding", () => nn.Embedding(4, 2).call(tensor(new long[] { 4 })) },
        { "cross entropy", () => nn.functional.cross_entropy(ones(2, 3), tensor(new long[] { 0, 3 })) },
        { "attention", () => nn.functional.scaled_dot_product_attention(ones(1, 2, 3, 4), ones(1, 2, 3, 5), ones(1, 2, 3, 5)) },
        { "attention's mask", () => nn.functional.scaled_dot_product_attention(ones(1, 2, 3, 4), ones(1, 2, 3, 4), ones(1, 2, 3, 4), ones(7, 7)) },
        { "backward of nothing recorded", () => ones(1).backward() },
        { "backward of many", () => (ones(2, requires_grad: true) * 2).backward() },
        { "backward twice", BackwardTwice },
        { "a leaf changed in place", () => ones(2, requires_grad: true).add_(1) },
        { "probabilities of nothing", () => zeros(3).multinomial(1) },
        { "more memory than there is", () => empty(1L << 46) },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void AMistake_IsAnExceptionAndTheProcessLives(string what, Action mistake)
    {
        Should.Throw<ExternalException>(mistake, what).Message.ShouldNotBeNullOrWhiteSpace();
        ones(3).sum().item<float>().ShouldBe(3);
    }

    private static void BackwardTwice()
    {
        var x = ones(2, requires_grad: true);
        var loss = (x * x).sum();
        loss.backward();
        loss.backward();
    }

    [Fact]
    public void Cuda_WhereThereIsNone_IsRefused()
    {
        Assert.SkipWhen(cuda.is_available(), "this machine has a CUDA device");
        Should.Throw<InvalidOperationException>(() => ones(1).to("cuda"));
        cuda.device_count().ShouldBe(0);
    }

    [Fact]
    public void Device_ReadsDescriptions()
    {
        new Device("cuda:1").index.ShouldBe(1);
        new Device("cuda:1").type.ShouldBe(DeviceType.CUDA);
        device("cpu").ToString().ShouldBe("cpu");
        Should.Throw<ArgumentException>(() => new Device("toaster"));
    }
}
