using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Autograd;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_AddsToTheGradients()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        x.grad.ShouldBeNull();

        (x * x).sum().backward();
        (x * x).sum().backward();

        x.grad!.Values().ShouldBe([4, 8]);
    }

    [Fact]
    public void NoGrad_RecordsNothing()
    {
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            (x * 2).requires_grad.ShouldBeFalse();
            using (enable_grad()) (x * 2).requires_grad.ShouldBeTrue();
        }

        (x * 2).requires_grad.ShouldBeTrue();
        x.detach().requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void InferenceMode_EndsWithItsScope()
    {
        using (inference_mode())
        {
            is_inference_mode_enabled().ShouldBeTrue();
            ones(2).sum().item<float>().ShouldBe(2);
        }

        is_inference_mode_enabled().ShouldBeFalse();
    }

    [Fact]
    public void Grad_LeavesTheLeavesAlone()
    {
        var x = tensor(3.0, requires_grad: true);
        var y = x * x * x;

        var first = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];

        first.item<double>().ShouldBe(27);
        second.item<double>().ShouldBe(18);
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void Grad_CanBeReplaced()
    {
        var x = ones(2, requires_grad: true);
        x.grad = full([2], 5f);
        x.grad!.Values().ShouldBe([5, 5]);

        x.grad = null;

        x.grad.ShouldBeNull();
    }

    [Fact]
    public void RetainGrad_KeepsTheGradientInTheMiddle()
    {
        var x = ones(2, requires_grad: true);
        var middle = x * 3;
        middle.retain_grad();

        (middle * middle).sum().backward();

        middle.grad!.Values().ShouldBe([6, 6]);
    }
}
