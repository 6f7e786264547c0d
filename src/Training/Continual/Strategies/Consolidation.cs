using System.Numerics.Tensors;
using Samantha.Training.Continual.Learners;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Samantha.Training.Continual.Strategies;

/// <summary>How firmly each parameter is held, and where.</summary>
internal sealed class Consolidation : IDisposable
{
    private readonly List<(Parameter Parameter, Tensor Hold, Tensor Anchor)> whole;
    private readonly List<HeldRows> tables;

    public Consolidation(IReadOnlyList<Parameter> parameters)
    {
        tables = [.. parameters.OfType<RowParameter>().Select(table => new HeldRows(table))];
        whole = [.. parameters.Where(parameter => parameter is not RowParameter).Select(parameter =>
            (parameter, zeros(parameter.shape).to(parameter.device).DetachFromDisposeScope(), parameter.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Multiplies every hold.</summary>
    public void Fade(double factor)
    {
        foreach (var (_, hold, _) in whole)
            hold.mul_(factor);
        foreach (var table in tables)
            table.Fade((float)factor);
    }

    /// <summary>Adds the squares of the gradients to the holds, times a weight.</summary>
    public void AddSquares(double weight)
    {
        foreach (var (parameter, hold, _) in whole)
        {
            using var gradient = parameter.grad;
            if (gradient is not null)
                hold.addcmul_(gradient, gradient, weight);
        }

        foreach (var table in tables)
            table.AddSquares((float)weight);
    }

    /// <summary>From now on, parameters are held where they are.</summary>
    public void Anchor()
    {
        using var ungraded = no_grad();
        foreach (var (parameter, _, anchor) in whole)
            anchor.copy_(parameter);
        foreach (var table in tables)
            table.Anchor();
    }

    /// <summary>Adds to the gradients those of strength / 2 · Σ hold · (parameter − anchor)².</summary>
    public void AddPull(double strength)
    {
        using var ungraded = no_grad();
        foreach (var (parameter, hold, anchor) in whole)
        {
            using var scope = NewDisposeScope();
            parameter.grad?.addcmul_(hold, parameter - anchor, strength);
        }

        foreach (var table in tables)
            table.AddPull((float)strength);
    }

    public void Dispose()
    {
        foreach (var (_, hold, anchor) in whole)
        {
            hold.Dispose();
            anchor.Dispose();
        }
    }

    /// <summary>The same for a table: only rows that some task depended on are held, and only those that have moved are pulled.</summary>
    private sealed class HeldRows(RowParameter table)
    {
        private readonly float[] hold = new float[table.Rows * table.Width];
        private readonly float[] anchor = new float[table.Rows * table.Width];
        private readonly SortedSet<int> rows = [];

        public void Fade(float factor)
        {
            foreach (var row in rows)
                TensorPrimitives.Multiply(table.Row(hold, row), factor, table.Row(hold, row));
        }

        public void AddSquares(float weight)
        {
            var gradients = table.Gradient;
            foreach (var row in table.Touched)
            {
                rows.Add(row);
                var gradient = table.Row(gradients, row);
                var held = table.Row(hold, row);
                for (var i = 0; i < held.Length; i++)
                    held[i] += weight * gradient[i] * gradient[i];
            }
        }

        public void Anchor()
        {
            var values = table.Values;
            foreach (var row in rows)
                table.Row(values, row).CopyTo(table.Row(anchor, row));
        }

        public void AddPull(float strength)
        {
            var values = table.Values;
            var gradients = table.Gradient;
            foreach (var row in rows)
            {
                var value = table.Row(values, row);
                var place = table.Row(anchor, row);
                if (value.SequenceEqual(place))
                    continue;
                table.Touch(row);
                var gradient = table.Row(gradients, row);
                var held = table.Row(hold, row);
                for (var i = 0; i < value.Length; i++)
                    gradient[i] += strength * held[i] * (value[i] - place[i]);
            }
        }
    }
}
