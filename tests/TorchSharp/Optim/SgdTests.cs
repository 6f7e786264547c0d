using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Optim;

public sealed class SgdTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    public void Step_IsTheAlgorithm(double momentum, bool nesterov)
    {
        var parameter = tensor(new[] { 1.0, -2.0 }).AsParameter();
        using var optimizer = optim.SGD([parameter], 0.1, momentum, weight_decay: 0.01, nesterov: nesterov);
        double[] values = [1, -2], buffer = [0, 0];

        for (var step = 0; step < 4; step++)
        {
            parameter.grad = tensor(new[] { 0.5, step });
            optimizer.step();
            double[] gradient = [0.5, step];
            for (var i = 0; i < 2; i++)
            {
                var g = gradient[i] + 0.01 * values[i];
                buffer[i] = step == 0 ? g : momentum * buffer[i] + g;
                values[i] -= 0.1 * (momentum == 0 ? g : nesterov ? g + momentum * buffer[i] : buffer[i]);
            }
        }

        parameter.Values().ShouldBeNear(values, 1e-12);
    }

    [Fact]
    public void ZeroGrad_MakesGradientsZero()
    {
        var parameter = ones(2).AsParameter();
        using var optimizer = optim.SGD([parameter], 0.1);
        parameter.grad = ones(2);

        optimizer.zero_grad();

        parameter.grad!.Values().ShouldBe([0, 0]);
    }

    [Fact]
    public void NesterovWithoutMomentum_IsRefused() =>
        Should.Throw<ArgumentException>(() => optim.SGD([ones(1).AsParameter()], 0.1, nesterov: true));
}
