using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using Samantha.Modeling.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>
/// AdaLoRA (Zhang et al. 2023): adapters with singular values, of which training keeps ever fewer, those that the loss depends
/// on most, wherever in the decoder they are. Disposing takes them off; what was merged stays merged.
/// </summary>
public sealed class AdaLoraAdapters : ITuning
{
    private const string StateFile = "adalora.safetensors";

    private readonly IReadOnlyList<SingularAdapter> adapters;
    private readonly FrozenWeights frozen;
    private readonly RankBudget budget;
    private bool[][] kept;
    private int steps;

    private AdaLoraAdapters(AdaLoraConfig config, IReadOnlyList<SingularAdapter> adapters, FrozenWeights frozen)
    {
        (Config, this.adapters, this.frozen) = (config, adapters, frozen);
        budget = new RankBudget(config, adapters.Count);
        kept = [.. adapters.Select(_ => Enumerable.Repeat(true, config.InitialRank).ToArray())];
    }

    public AdaLoraConfig Config { get; }

    public IEnumerable<Parameter> Parameters => adapters.SelectMany(adapter => new[] { adapter.A, adapter.E, adapter.B });

    public TuningCost Cost => new(Parameters.Sum(parameter => parameter.numel()));

    public bool HasDropout => Config.Dropout > 0;

    /// <summary>Singular values that there may be now, of all matrices together.</summary>
    public int Budget => budget.After(steps);

    /// <summary>Singular values of each matrix that are not zero.</summary>
    public IReadOnlyDictionary<string, int> Ranks => adapters.ToDictionary(adapter => adapter.Path, adapter => adapter.Rank);

    /// <summary>Puts fresh adapters on a model; they change nothing until they are trained. The model's own parameters are frozen meanwhile.</summary>
    /// <param name="model">The model; it carries no adapters on these matrices yet.</param>
    /// <param name="config">Which matrices, and how.</param>
    /// <param name="seed">For the singular vectors.</param>
    /// <exception cref="ArgumentException">The configuration is impossible or names no matrix of the model.</exception>
    public static AdaLoraAdapters Apply(DecoderModel model, AdaLoraConfig config, long seed = 0)
    {
        config.Validated();
        using var generator = new Generator((ulong)seed, model.Device);
        var adapters = AdaptedMatrices.Attach(
            model, config.Targets, (path, projection, part) => new SingularAdapter(path, projection, part, config, model.Device, generator));
        return new AdaLoraAdapters(config, adapters, new FrozenWeights(model));
    }

    /// <summary>Each adapter's weights under PEFT's names.</summary>
    public IEnumerable<WeightSlice> Weights() => adapters.SelectMany(adapter => new[]
    {
        new WeightSlice($"base_model.model.{adapter.Path}.lora_A", adapter.A),
        new WeightSlice($"base_model.model.{adapter.Path}.lora_E", adapter.E),
        new WeightSlice($"base_model.model.{adapter.Path}.lora_B", adapter.B),
    });

    /// <summary>γ times the mean distance of the singular vectors from being orthonormal.</summary>
    public Tensor Penalty()
    {
        using var scope = NewDisposeScope();
        var sum = adapters.Select(adapter => adapter.Deformation()).Aggregate((one, other) => one + other);
        return sum.mul(Config.Orthogonality / (2.0 * adapters.Count)).MoveToOuterDisposeScope();
    }

    /// <summary>Prunes to the budget of the step.</summary>
    public void Stepped()
    {
        steps++;
        using var ungraded = no_grad();
        foreach (var adapter in adapters)
            adapter.Update();
        if (budget.ChoosesAfter(steps))
            kept = Choose(budget.After(steps));
        foreach (var (adapter, keeps) in adapters.Zip(kept))
            adapter.Keep(keeps);
    }

    /// <summary>Importances, what is kept, and the step.</summary>
    public void SaveState(string folder)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(Path.Combine(folder, StateFile), State().Append(("kept", Kept())).Append(("steps", tensor((float[])[steps]))));
    }

    public void LoadState(string folder)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(Path.Combine(folder, StateFile));
        foreach (var (name, value) in State())
            value.copy_(file.Read(name));
        steps = (int)file.Read("steps").item<float>();
        var stored = file.Read("kept").data<float>().ToArray();
        kept = [.. stored.Chunk(Config.InitialRank).Select(keeps => keeps.Select(keep => keep > 0).ToArray())];
    }

    public void Merge()
    {
        foreach (var adapter in adapters)
            adapter.Merge();
    }

    public void Dispose()
    {
        foreach (var adapter in adapters)
            adapter.Dispose();
        frozen.Dispose();
    }

    private IEnumerable<(string Name, Tensor Value)> State() => adapters.SelectMany(adapter => adapter.State());

    private Tensor Kept() => tensor(kept.SelectMany(keeps => keeps.Select(keep => keep ? 1f : 0f)).ToArray());

    // The most important triplets of all matrices together; of equally important ones those that come first.
    private bool[][] Choose(int count)
    {
        var chosen = adapters.Select(_ => new bool[Config.InitialRank]).ToArray();
        var ranked = adapters.SelectMany((adapter, i) => adapter.Importances().Select((importance, j) => (importance, i, j)));
        foreach (var (_, i, j) in ranked.OrderByDescending(triplet => triplet.importance).Take(count))
            chosen[i][j] = true;
        return chosen;
    }
}
