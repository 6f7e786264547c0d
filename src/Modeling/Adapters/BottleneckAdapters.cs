using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using Samantha.Modeling.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Adapters;

/// <summary>
/// Bottleneck adapters on a decoder, two in each block: after attention and after the feed-forward layer, before what they add
/// joins the residual stream (Houlsby et al. 2019, figure 2). They bend what passes through them, so they cannot be merged.
/// </summary>
public sealed class BottleneckAdapters : ITuning
{
    private readonly IReadOnlyList<BottleneckAdapter> adapters;
    private readonly IReadOnlyList<DecoderLayer> layers;
    private readonly FrozenWeights frozen;

    private BottleneckAdapters(BottleneckConfig config, IReadOnlyList<DecoderLayer> layers, IReadOnlyList<BottleneckAdapter> adapters, FrozenWeights frozen) =>
        (Config, this.layers, this.adapters, this.frozen) = (config, layers, adapters, frozen);

    public BottleneckConfig Config { get; }

    public IEnumerable<Parameter> Parameters => adapters.SelectMany(adapter => adapter.Parameters);

    public TuningCost Cost => Parameters.Sum(parameter => parameter.numel()) is var count ? new(count, count) : default;

    /// <summary>Puts fresh adapters on a model; they change nothing until they are trained. The model's own parameters are frozen meanwhile.</summary>
    /// <param name="model">The model; it carries none yet.</param>
    /// <param name="config">Their shape.</param>
    /// <param name="seed">For the matrices that lead into the bottleneck.</param>
    /// <exception cref="ArgumentException">The shape is impossible.</exception>
    /// <exception cref="InvalidOperationException">The model carries bottleneck adapters.</exception>
    public static BottleneckAdapters Apply(DecoderModel model, BottleneckConfig config, long seed = 0)
    {
        if (config.Width is < 1 or > BottleneckConfig.WidestBottleneck)
            throw new ArgumentException($"A bottleneck needs a width from 1 to {BottleneckConfig.WidestBottleneck}.", nameof(config));
        if (model.Blocks.Any(layer => layer.Adapters is not null))
            throw new InvalidOperationException("The model carries bottleneck adapters already: take those off first.");
        using var generator = new Generator((ulong)seed, model.Device);
        var adapters = new List<BottleneckAdapter>();
        foreach (var layer in model.Blocks)
        {
            var attention = new BottleneckAdapter(model.Config.HiddenSize, config.Width, model.Device, generator);
            var feedForward = new BottleneckAdapter(model.Config.HiddenSize, config.Width, model.Device, generator);
            layer.Adapters = (attention, feedForward);
            adapters.AddRange([attention, feedForward]);
        }

        return new BottleneckAdapters(config, [.. model.Blocks], adapters, new FrozenWeights(model));
    }

    public IEnumerable<WeightSlice> Weights() =>
        adapters.SelectMany((adapter, i) => adapter.Weights($"model.layers.{i / 2}.{(i % 2 == 0 ? "self_attn" : "mlp")}.adapter"));

    public void Merge() => throw new InvalidOperationException("Bottleneck adapters cannot be merged: serve the model with them.");

    public void Dispose()
    {
        foreach (var layer in layers)
            layer.Adapters = null;
        foreach (var adapter in adapters)
            adapter.Dispose();
        frozen.Dispose();
    }
}
