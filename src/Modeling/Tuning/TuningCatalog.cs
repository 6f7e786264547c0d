using Samantha.Modeling.Adapters;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Prefix;

namespace Samantha.Modeling.Tuning;

/// <summary>Every way to hold what a decoder learns under its name: the one place that knows them all.</summary>
public static class TuningCatalog
{
    public const string Full = "full";
    public const string Lora = "lora";
    public const string AdaLora = "adalora";
    public const string Adapter = "adapter";
    public const string Prefix = "prefix";

    /// <summary>What there is.</summary>
    public static IReadOnlyList<string> Names { get; } = [Full, Lora, AdaLora, Adapter, Prefix];

    /// <summary>Puts a way on a decoder; it changes nothing yet.</summary>
    /// <exception cref="ArgumentException">None is called so, or a setting is impossible.</exception>
    public static ITuning Create(string name, DecoderModel model, TuningOptions options, long seed = 0) => name switch
    {
        Full => new FullTuning(model),
        Lora => LoraAdapters.Apply(
            model, new LoraConfig { Rank = options.Rank, Alpha = options.Alpha ?? 2.0 * options.Rank, Dropout = options.Dropout, BaseModel = options.BaseModel }, seed),
        AdaLora => AdaLoraAdapters.Apply(model, Adaptive(options), seed),
        Adapter => BottleneckAdapters.Apply(model, new BottleneckConfig(options.Width) { BaseModel = options.BaseModel }, seed),
        Prefix => PrefixTuning.Apply(model, new PrefixConfig(options.PrefixLength) { BaseModel = options.BaseModel }, seed),
        _ => throw new ArgumentException($"No tuning is called '{name}'. There are: {string.Join(", ", Names)}."),
    };

    // Half as many ranks more at first than there are to be left, as the paper has it, and shares of the steps alike.
    private static AdaLoraConfig Adaptive(TuningOptions options) => new()
    {
        InitialRank = options.Rank + (options.Rank + 1) / 2,
        TargetRank = options.Rank,
        Alpha = options.Alpha ?? 2.0 * options.Rank,
        Dropout = options.Dropout,
        Steps = Math.Max(1, options.Steps),
        WarmupSteps = options.Steps / 10,
        FinalSteps = options.Steps / 4,
        BaseModel = options.BaseModel,
    };
}
