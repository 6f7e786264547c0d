using TorchSharp;
using TorchSharp.Modules;

namespace Samantha.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019, algorithm 2) over a model's parameters, with the gradient clipped to a norm.</summary>
public sealed class ModelOptimizer : IDisposable
{
    private readonly List<Parameter> parameters;
    private readonly OptimizerOptions options;
    private readonly AdamW optimizer;

    /// <summary>An optimizer of parameters that outlive it.</summary>
    /// <param name="parameters">What is learned. Those of two dimensions and more are decayed.</param>
    /// <param name="options">Settings.</param>
    public ModelOptimizer(IEnumerable<Parameter> parameters, OptimizerOptions options)
    {
        this.parameters = [.. parameters];
        this.options = options;
        var groups = this.parameters.GroupBy(parameter => parameter.dim() > 1)
            .OrderByDescending(group => group.Key)
            .Select(group => new AdamW.ParamGroup(
                group.ToList(), options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, group.Key ? options.WeightDecay : 0.0));
        optimizer = torch.optim.AdamW(groups, options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
    }

    /// <summary>Forgets the gradients; they are freed, not filled with zeros.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }

    /// <summary>Clips the gradients and changes the parameters.</summary>
    /// <param name="rate">The share of the highest learning rate, in [0, 1].</param>
    /// <returns>The norm of all gradients together before they were clipped.</returns>
    public double Step(double rate)
    {
        var norm = torch.nn.utils.clip_grad_norm_(parameters, options.MaxGradientNorm);
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = options.LearningRate * rate;
        optimizer.step();
        return norm;
    }

    /// <summary>Writes everything that the steps to come depend on beside the parameters themselves.</summary>
    public void Save(string path)
    {
        using var writer = new BinaryWriter(new BufferedStream(File.Create(path), 1 << 20));
        optimizer.save_state_dict(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote for the same parameters.</summary>
    public void Load(string path)
    {
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(path), 1 << 20));
        optimizer.load_state_dict(reader);
    }

    public void Dispose() => optimizer.Dispose();
}
