using Samantha.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace Samantha.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2) with the gradient clipped to a norm; Muon may take the matrices of the
/// blocks.
/// </summary>
public sealed class ModelOptimizer : IDisposable
{
    private const string AdamFile = "optimizer.bin";
    private const string MuonFile = "muon.safetensors";

    private readonly List<Parameter> parameters;
    private readonly OptimizerOptions options;
    private readonly AdamW adam;
    private readonly Muon? muon;

    /// <summary>An optimizer of parameters that outlive it.</summary>
    /// <param name="parameters">What is learned. Those of two dimensions and more are decayed.</param>
    /// <param name="options">Settings.</param>
    /// <param name="weights">The same under their names, of which Muon takes those of blocks; AdamW takes all without.</param>
    /// <param name="products">In what Muon multiplies.</param>
    /// <param name="threads">Matrices that Muon has in work at once; any number gives the same bits.</param>
    public ModelOptimizer(
        IEnumerable<Parameter> parameters,
        OptimizerOptions options,
        ICheckpointed? weights = null,
        torch.ScalarType products = torch.ScalarType.Float32,
        int threads = 1)
    {
        this.parameters = [.. parameters];
        this.options = options;
        var matrices = options.Muon is null ? [] : weights?.Weights().Where(IsMatrixOfBlock).ToList() ?? [];
        if (options.Muon is not null && weights is not null)
            muon = new Muon(matrices, options.Muon, products, threads);
        var taken = matrices.Select(weight => weight.Parameter.Handle).ToHashSet();
        adam = Adam([.. this.parameters.Where(parameter => !taken.Contains(parameter.Handle))], options);
    }

    /// <summary>Forgets the gradients; they are freed, not filled with zeros.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }

    /// <summary>Clips the gradients and changes the parameters.</summary>
    /// <param name="rate">The share of the highest learning rates, in [0, 1].</param>
    /// <returns>The norm of all gradients together before they were clipped.</returns>
    public double Step(double rate)
    {
        var norm = torch.nn.utils.clip_grad_norm_(parameters, options.MaxGradientNorm);
        foreach (var group in adam.ParamGroups)
            group.LearningRate = options.LearningRate * rate;
        adam.step();
        muon?.Step(rate);
        return norm;
    }

    /// <summary>Writes into a folder everything that the steps to come depend on beside the parameters themselves.</summary>
    public void Save(string folder)
    {
        using var writer = new BinaryWriter(new BufferedStream(File.Create(Path.Combine(folder, AdamFile)), 1 << 20));
        adam.save_state_dict(writer);
        muon?.Save(Path.Combine(folder, MuonFile));
    }

    /// <summary>Reads what <see cref="Save"/> wrote for the same parameters and settings.</summary>
    public void Load(string folder)
    {
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(Path.Combine(folder, AdamFile)), 1 << 20));
        adam.load_state_dict(reader);
        muon?.Load(Path.Combine(folder, MuonFile));
    }

    public void Dispose()
    {
        adam.Dispose();
        muon?.Dispose();
    }

    // Llama's blocks are called layers, BERT's layer.
    private static bool IsMatrixOfBlock(WeightSlice weight) =>
        weight.Shape.Length == 2 && (weight.Name.Contains(".layers.", StringComparison.Ordinal) || weight.Name.Contains(".layer.", StringComparison.Ordinal));

    private static AdamW Adam(List<Parameter> parameters, OptimizerOptions options)
    {
        var groups = parameters.GroupBy(parameter => parameter.dim() > 1)
            .OrderByDescending(group => group.Key)
            .Select(group => new AdamW.ParamGroup(
                group.ToList(), options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, group.Key ? options.WeightDecay : 0.0));
        return torch.optim.AdamW(groups, options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
    }
}
