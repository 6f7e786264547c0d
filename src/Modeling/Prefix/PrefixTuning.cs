using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using Samantha.Modeling.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Prefix;

/// <summary>
/// Prefix tuning (Li and Liang 2021): in every layer, keys and values that no token made stand before the sequence and are
/// learned directly. They take the first positions, so that the first token is at position <see cref="Length"/>, as with PEFT.
/// </summary>
public sealed class PrefixTuning : ITuning
{
    private readonly DecoderModel model;
    private readonly FrozenWeights frozen;
    private readonly Parameter embeddings;

    private PrefixTuning(DecoderModel model, PrefixConfig config, Parameter embeddings)
    {
        (this.model, Config, this.embeddings) = (model, config, embeddings);
        frozen = new FrozenWeights(model);
        model.Prefix = this;
    }

    public PrefixConfig Config { get; }

    /// <summary>Positions of the context that are taken.</summary>
    public int Length => Config.Length;

    public IEnumerable<Parameter> Parameters => [embeddings];

    public TuningCost Cost => new(embeddings.numel(), embeddings.numel(), Length);

    /// <summary>Puts a fresh prefix before whatever a model reads. The model's own parameters are frozen meanwhile.</summary>
    /// <param name="model">The model; it has no prefix yet.</param>
    /// <param name="config">Its length.</param>
    /// <param name="seed">For its keys and values.</param>
    /// <exception cref="ArgumentException">The prefix leaves no room for tokens.</exception>
    /// <exception cref="InvalidOperationException">The model has a prefix.</exception>
    public static PrefixTuning Apply(DecoderModel model, PrefixConfig config, long seed = 0)
    {
        if (config.Length < 0 || config.Length >= model.Config.MaxPositions)
            throw new ArgumentException($"A prefix needs a length from 0 to below the context's {model.Config.MaxPositions}.", nameof(config));
        if (model.Prefix is not null)
            throw new InvalidOperationException("The model has a prefix already: take that one off first.");
        using var generator = new Generator((ulong)seed, model.Device);
        var shape = model.Config;
        var embeddings = Initialise.Empty(model.Device, config.Length, 2L * shape.Layers * shape.KeyValueHeads * shape.HeadDimension);
        Initialise.Normal(embeddings, shape.InitializerRange, generator);
        return new PrefixTuning(model, config, embeddings);
    }

    /// <summary>Under PEFT's name, [length, layers · (keys, values) · kv heads · d].</summary>
    public IEnumerable<WeightSlice> Weights() => [new("prompt_embeddings", embeddings)];

    public void Merge() => throw new InvalidOperationException("A prefix cannot be merged: serve the model with it.");

    public void Dispose()
    {
        model.Prefix = null;
        embeddings.Dispose();
        frozen.Dispose();
    }

    /// <summary>The shape of the model that it is of.</summary>
    internal DecoderConfig Model => model.Config;

    /// <summary>A layer's keys and values, with a graph.</summary>
    internal KeysAndValues Of(int layer)
    {
        var shape = model.Config;
        using var parts = embeddings.view(Length, 2L * shape.Layers, shape.KeyValueHeads, shape.HeadDimension);
        return new KeysAndValues(parts.select(1, 2L * layer), parts.select(1, 2L * layer + 1));
    }

    /// <summary>Puts the prefix into an empty cache.</summary>
    internal void Begin(KeyValueCache cache)
    {
        if (Length == 0)
            return;
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        cache.Reserve(Length);
        for (var layer = 0; layer < model.Config.Layers; layer++)
        {
            var (keys, values) = Of(layer);
            cache.Append(layer, keys.transpose(0, 1), values.transpose(0, 1));
        }

        cache.Advance(Length);
    }
}
