using TorchSharp;
using TorchSharp.Modules;

namespace Samantha.Training.Continual.Learners;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1); of a table, it moves the rows that have a gradient (<see cref="RowMoments"/>).</summary>
public sealed class Adam : IOptimizer
{
    private readonly List<Parameter> whole;
    private readonly List<RowMoments> tables;
    private readonly AdamW? adam;

    /// <param name="parameters">What it moves; they outlive it.</param>
    /// <param name="options">Settings.</param>
    public Adam(IReadOnlyList<Parameter> parameters, AdamOptions options)
    {
        tables = [.. parameters.OfType<RowParameter>().Select(table => new RowMoments(table, options))];
        whole = [.. parameters.Where(parameter => parameter is not RowParameter)];
        if (whole.Count > 0)
            adam = torch.optim.AdamW(whole, options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
    }

    public void Clear()
    {
        foreach (var parameter in whole)
            parameter.grad = null;
        foreach (var table in tables)
            table.Clear();
    }

    public void Step()
    {
        adam?.step();
        foreach (var table in tables)
            table.Step();
    }

    public void Dispose() => adam?.Dispose();
}
