using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Autograd;

/// <summary>Compares gradients with central differences, in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>Checks the gradient of a scalar function at every element of every input.</summary>
    internal static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        Tensor[] leaves = [.. inputs.Select(input => input.detach().clone().requires_grad_())];
        var gradients = autograd.grad([function(leaves)], leaves);
        for (var i = 0; i < leaves.Length; i++)
            gradients[i].Values().ShouldBeNear(Differences(function, leaves, i), 1e-5);
    }

    private static double[] Differences(Func<Tensor[], Tensor> function, Tensor[] inputs, int which)
    {
        using var recording = no_grad();
        var elements = inputs[which].data<double>();
        var result = new double[elements.Count];
        for (var i = 0; i < result.Length; i++)
        {
            using var scope = NewDisposeScope();
            var before = elements[i];
            elements[i] = before + Step;
            var above = function(inputs).item<double>();
            elements[i] = before - Step;
            var below = function(inputs).item<double>();
            elements[i] = before;
            result[i] = (above - below) / (2 * Step);
        }

        return result;
    }
}
