using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Optim;

public sealed class ClipGradNormTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(2.0)]
    [InlineData(1.0)]
    [InlineData(double.PositiveInfinity)]
    public void Clip_ScalesTheCommonNormToTheMaximum(double type)
    {
        Parameter[] parameters = [WithGradient(70_000, 3), WithGradient(11, -4), ones(5).AsParameter()];
        double[] all = [.. parameters[0].grad!.Values(), .. parameters[1].grad!.Values()];
        var expected = type switch
        {
            1 => all.Sum(Math.Abs),
            2 => Math.Sqrt(all.Sum(value => value * value)),
            _ => all.Max(Math.Abs),
        };

        nn.utils.clip_grad_norm_(parameters, 0.5, type).ShouldBe(expected, expected * 1e-5);

        nn.utils.clip_grad_norm_(parameters, 1e9, type).ShouldBe(0.5, 1e-4);
        parameters[2].grad.ShouldBeNull();
    }

    [Fact]
    public void ANormBelowTheMaximum_ChangesNothing()
    {
        var parameter = WithGradient(3, 0.1);
        var before = parameter.grad!.Values();

        nn.utils.clip_grad_norm_([parameter], 10);

        parameter.grad!.Values().ShouldBe(before);
    }

    [Fact]
    public void ClipValue_BoundsEveryElement()
    {
        var parameter = WithGradient(4, 7);

        nn.utils.clip_grad_value_([parameter], 2);

        parameter.grad!.Values().ShouldBe([2, 2, 2, 2]);
    }

    private static Parameter WithGradient(long length, double value)
    {
        var parameter = ones(length).AsParameter();
        parameter.grad = full([length], value, float32);
        return parameter;
    }
}
