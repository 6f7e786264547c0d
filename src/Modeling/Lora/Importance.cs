using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>How much the loss depends on each number of a parameter: sensitivity |w·∂L/∂w|, smoothed, times its uncertainty (Zhang et al. 2023, equations 8 to 11).</summary>
internal sealed class Importance(Parameter parameter, double beta1, double beta2) : IDisposable
{
    private readonly Tensor sensitivity = zeros_like(parameter).detach().DetachFromDisposeScope();
    private readonly Tensor uncertainty = zeros_like(parameter).detach().DetachFromDisposeScope();

    /// <summary>Takes a step's gradient in.</summary>
    public void Update()
    {
        using var gradient = parameter.grad;
        if (gradient is null)
            return;
        using var scope = NewDisposeScope();
        var now = parameter.detach().mul(gradient).abs();
        sensitivity.mul_(beta1).add_(now, 1 - beta1);
        uncertainty.mul_(beta2).add_(now.sub(sensitivity).abs(), 1 - beta2);
    }

    /// <summary>What it has taken in so far, under names.</summary>
    public IEnumerable<(string Name, Tensor Value)> State(string prefix) => [($"{prefix}.sensitivity", sensitivity), ($"{prefix}.uncertainty", uncertainty)];

    /// <summary>The importance of each number, in the parameter's shape.</summary>
    public Tensor Value() => sensitivity.mul(uncertainty);

    public void Dispose()
    {
        sensitivity.Dispose();
        uncertainty.Dispose();
    }
}
