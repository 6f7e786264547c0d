using System.Numerics.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Samantha.Training.Continual.Learners;

/// <summary>The gradients that some parameters had at one moment.</summary>
internal sealed class GradientCopy : IDisposable
{
    private readonly List<(Parameter Parameter, Tensor Gradient)> whole = [];
    private readonly List<(RowParameter Table, int[] Rows, float[] Gradient)> tables = [];

    /// <summary>Copies the gradients; parameters without one are left out.</summary>
    public GradientCopy(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter is RowParameter table)
                tables.Add((table, [.. table.Touched], table.Gather(table.Gradient)));
            else if (parameter.grad is { } gradient)
            {
                using (gradient)
                    whole.Add((parameter, gradient.clone().DetachFromDisposeScope()));
            }
        }
    }

    /// <summary>The product of this vector and the gradients that the parameters have now.</summary>
    public double Dot()
    {
        var sum = 0.0;
        foreach (var (parameter, copy) in whole)
        {
            using var gradient = parameter.grad;
            if (gradient is null)
                continue;
            using var product = gradient.mul(copy).sum();
            sum += product.item<float>();
        }

        foreach (var (table, rows, copy) in tables)
        {
            var gradients = table.Gradient;
            foreach (var (i, row) in rows.Index())
                sum += TensorPrimitives.Dot<float>(table.Row(copy, i), table.Row(gradients, row));
        }

        return sum;
    }

    /// <summary>Adds this vector to the gradients that the parameters have now.</summary>
    public void AddBack()
    {
        using var ungraded = no_grad();
        foreach (var (parameter, copy) in whole)
        {
            using var gradient = parameter.grad;
            if (gradient is null)
                parameter.grad = copy.clone();
            else
                gradient.add_(copy);
        }

        foreach (var (table, rows, copy) in tables)
        {
            var gradients = table.Gradient;
            foreach (var (i, row) in rows.Index())
            {
                table.Touch(row);
                TensorPrimitives.Add(table.Row(gradients, row), table.Row(copy, i), table.Row(gradients, row));
            }
        }
    }

    public void Dispose()
    {
        foreach (var (_, gradient) in whole)
            gradient.Dispose();
    }
}
