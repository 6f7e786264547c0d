using System.Numerics.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Samantha.Training.Continual.Learners;

/// <summary>All gradients of some parameters as one vector.</summary>
internal static class ParameterGradients
{
    /// <summary>The square of its length.</summary>
    public static double SquaredNorm(IEnumerable<Parameter> parameters)
    {
        var sum = 0.0;
        foreach (var parameter in parameters)
        {
            if (parameter is RowParameter table)
            {
                foreach (var row in table.Touched)
                    sum += TensorPrimitives.SumOfSquares<float>(table.Row(table.Gradient, row));
            }
            else if (parameter.grad is { } gradient)
            {
                using (gradient)
                using (var squares = gradient.square().sum())
                    sum += squares.ToDouble();
            }
        }

        return sum;
    }

    /// <summary>Multiplies it.</summary>
    public static void Scale(IEnumerable<Parameter> parameters, double factor)
    {
        using var ungraded = no_grad();
        foreach (var parameter in parameters)
        {
            if (parameter is RowParameter table)
            {
                var gradients = table.Gradient;
                foreach (var row in table.Touched)
                    TensorPrimitives.Multiply(table.Row(gradients, row), (float)factor, table.Row(gradients, row));
            }
            else if (parameter.grad is { } gradient)
            {
                using (gradient)
                    gradient.mul_(factor);
            }
        }
    }

    private static double ToDouble(this Tensor scalar) => scalar.item<float>();
}
