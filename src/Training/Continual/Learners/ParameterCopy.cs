using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Learners;

/// <summary>The values that some parameters have now where they have gradients: of tables the touched rows.</summary>
internal sealed class ParameterCopy : IDisposable
{
    private readonly List<(Parameter Parameter, Tensor Values)> whole;
    private readonly List<(RowParameter Table, int[] Rows, float[] Values)> tables;

    public ParameterCopy(IReadOnlyList<Parameter> parameters)
    {
        whole = [.. parameters.Where(parameter => parameter is not RowParameter).Select(parameter => (parameter, Copy(parameter)))];
        tables = [.. parameters.OfType<RowParameter>().Select(table => (table, table.Touched.ToArray(), table.Gather(table.Values)))];
    }

    /// <summary>Moves the parameters along their gradients.</summary>
    public static void Move(IEnumerable<Parameter> parameters, double size)
    {
        using var ungraded = no_grad();
        foreach (var parameter in parameters)
        {
            if (parameter is RowParameter table)
                table.Move((float)size);
            else if (parameter.grad is { } gradient)
            {
                using (gradient)
                    parameter.add_(gradient, size);
            }
        }
    }

    /// <summary>Puts the values back.</summary>
    public void Restore()
    {
        using var ungraded = no_grad();
        foreach (var (parameter, values) in whole)
            parameter.copy_(values);
        foreach (var (table, rows, values) in tables)
        {
            foreach (var (i, row) in rows.Index())
                table.Row(values, i).CopyTo(table.Row(table.Values, row));
        }
    }

    public void Dispose()
    {
        foreach (var (_, values) in whole)
            values.Dispose();
    }

    private static Tensor Copy(Parameter parameter)
    {
        using var values = parameter.detach();
        return values.clone().DetachFromDisposeScope();
    }
}
