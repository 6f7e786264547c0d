using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>
/// Low-rank adapters on a decoder (LoRA, Hu et al. 2021). While they are on, the model computes with them; the model's own
/// weights stay as they are until <see cref="Merge"/>. Disposing takes them off.
/// </summary>
public sealed class LoraAdapters : ICheckpointed, IDisposable
{
    private readonly IReadOnlyList<LowRankAdapter> adapters;
    private readonly IReadOnlyList<Parameter> frozen;

    private LoraAdapters(LoraConfig config, IReadOnlyList<LowRankAdapter> adapters, IReadOnlyList<Parameter> frozen) =>
        (Config, this.adapters, this.frozen) = (config, adapters, frozen);

    public LoraConfig Config { get; }

    /// <summary>What training learns: each adapter's A and B. The base model's parameters are not among them.</summary>
    public IEnumerable<Parameter> Parameters => adapters.SelectMany(adapter => new[] { adapter.A, adapter.B });

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
        var adapters = new List<LowRankAdapter>();
        try
        {
            foreach (var (path, projection) in model.Projections)
            {
                foreach (var part in projection.Parts.Where(part => config.Matches($"{path}.{part.Name}")))
                {
                    var adapter = new LowRankAdapter($"{path}.{part.Name}", projection, part, config.Rank, config.Scale, config.Dropout, model.Device, generator);
                    adapters.Add(adapter);
                    adapter.Attach();
                }
            }

            if (adapters.Count == 0)
                throw new ArgumentException($"The model has none of the matrices {string.Join(", ", config.Targets)}.", nameof(config));
        }
        catch
        {
            adapters.ForEach(adapter => adapter.Dispose());
            throw;
        }

        var frozen = model.parameters().Where(parameter => parameter.requires_grad).ToList();
        frozen.ForEach(parameter => parameter.requires_grad = false);
        return new LoraAdapters(config, adapters, frozen);
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

    /// <summary>Takes the adapters off and lets the model's own parameters learn again. What was merged stays merged.</summary>
    public void Dispose()
    {
        foreach (var adapter in adapters)
            adapter.Dispose();
        foreach (var parameter in frozen)
            parameter.requires_grad = true;
    }
}
