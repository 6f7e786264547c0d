using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using Samantha.Modeling.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>
/// Low-rank adapters on a decoder (LoRA, Hu et al. 2021). While they are on, the model computes with them; the model's own
/// weights stay as they are until <see cref="Merge"/>. Disposing takes them off.
/// </summary>
public sealed class LoraAdapters : ITuning
{
    private readonly IReadOnlyList<LowRankAdapter> adapters;
    private readonly FrozenWeights frozen;

    private LoraAdapters(LoraConfig config, IReadOnlyList<LowRankAdapter> adapters, FrozenWeights frozen) =>
        (Config, this.adapters, this.frozen) = (config, adapters, frozen);

    public LoraConfig Config { get; }

    /// <summary>What training learns: each adapter's A and B. The base model's parameters are not among them.</summary>
    public IEnumerable<Parameter> Parameters => adapters.SelectMany(adapter => new[] { adapter.A, adapter.B });

    public TuningCost Cost => new(Parameters.Sum(parameter => parameter.numel()));

    public bool HasDropout => Config.Dropout > 0;

    /// <summary>Each adapter's matrix, by its name without <c>.weight</c>.</summary>
    public IReadOnlyList<string> Paths => [.. adapters.Select(adapter => adapter.Path)];

    /// <summary>Each adapter's A, [r, in]: its rows span what the change reads of its input.</summary>
    public IReadOnlyList<Parameter> Subspaces => [.. adapters.Select(adapter => adapter.A)];

    /// <summary>Whether the change is in the model's own weights.</summary>
    public bool IsMerged => adapters[0].IsMerged;

    /// <summary>
    /// Puts fresh adapters on a model; they change nothing until they are trained. The model's own parameters
    /// are frozen until the adapters are taken off.
    /// </summary>
    /// <param name="model">The model; it carries no adapters on these matrices yet.</param>
    /// <param name="config">Which matrices, and how.</param>
    /// <param name="seed">For A.</param>
    /// <exception cref="ArgumentException">The configuration is impossible or names no matrix of the model.</exception>
    public static LoraAdapters Apply(DecoderModel model, LoraConfig config, long seed = 0)
    {
        if (config.Rank is <= 0 or > LoraConfig.LargestRank || config.Dropout is < 0 or >= 1 || !double.IsFinite(config.Scale))
            throw new ArgumentException($"An adapter needs a rank from 1 to {LoraConfig.LargestRank}, a finite alpha and a dropout in [0, 1).", nameof(config));

        using var generator = new Generator((ulong)seed, model.Device);
        var adapters = AdaptedMatrices.Attach(
            model, config.Targets, (path, projection, part) => new LowRankAdapter(path, projection, part, config, model.Device, generator));
        return new LoraAdapters(config, adapters, new FrozenWeights(model));
    }

    /// <summary>Each adapter's weights under PEFT's names.</summary>
    public IEnumerable<WeightSlice> Weights() => adapters.SelectMany(adapter => new[]
    {
        new WeightSlice($"base_model.model.{adapter.Path}.lora_A.weight", adapter.A),
        new WeightSlice($"base_model.model.{adapter.Path}.lora_B.weight", adapter.B),
    });

    /// <summary>Adds the change to the model's own weights, which then compute at full speed.</summary>
    public void Merge()
    {
        foreach (var adapter in adapters)
            adapter.Merge();
    }

    /// <summary>Takes the change out again; the model's weights are then bit for bit what they were.</summary>
    public void Unmerge()
    {
        foreach (var adapter in adapters)
            adapter.Unmerge();
    }

    /// <summary>
    /// Leaves the change in the model's weights for good; the same parameters then begin a new one, which changes nothing yet.
    /// </summary>
    /// <param name="seed">For A.</param>
    public void Fold(long seed)
    {
        using var generator = new Generator((ulong)seed, adapters[0].A.device);
        foreach (var adapter in adapters)
            adapter.Fold(generator);
    }

    /// <summary>Takes the adapters off and lets the model's own parameters learn again. What was merged stays merged.</summary>
    public void Dispose()
    {
        foreach (var adapter in adapters)
            adapter.Dispose();
        frozen.Dispose();
    }
}
