using Samantha.Training.Lessons;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Lessons;

public sealed class InverseRootTests
{
    /// <summary>Between its own two sides, the scaled matrix is the identity; also where it has directions that count for nothing.</summary>
    [Theory]
    [InlineData(1, 1, 0.03)]
    [InlineData(12, 30, 0.03)]
    [InlineData(12, 4, 0.03)]
    [InlineData(12, 4, 0.3)]
    public void Of_Moment_UndoesItsRoot(int size, int samples, double ridge)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)(size * samples));
        var drawn = empty(samples, size).normal_(0, 1, random);
        var moment = drawn.t().matmul(drawn);

        var root = InverseRoot.Of(moment, ridge);

        var scaled = moment.div(moment.diagonal().mean()).add(eye(size).mul(ridge));
        root.matmul(scaled).matmul(root).sub(eye(size)).abs().max().item<float>().ShouldBeLessThan(0.01f);
    }
}
