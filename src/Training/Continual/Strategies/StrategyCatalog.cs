using Samantha.Modeling.Heads;
using Samantha.Training.Continual.ClosedForm;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;

namespace Samantha.Training.Continual.Strategies;

/// <summary>Every strategy under its name: the one place that knows them all.</summary>
public static class StrategyCatalog
{
    private static readonly StrategyEntry[] Entries =
    [
        new("joint", Keeps.Everything),
        new("sequential", Keeps.Nothing),
        new("ewc", Keeps.Nothing),
        new("lwf", Keeps.Nothing),
        new("a-gem", Keeps.Samples),
        new("a-gem-dense", Keeps.Samples),
        new("replay", Keeps.Samples),
        new("replay-class", Keeps.Samples),
        new("replay-domain", Keeps.Samples),
        new("replay-all", Keeps.Everything),
        new("der++", Keeps.Samples),
        new("naive-bayes", Keeps.Nothing, OncePerSample: true),
        new("slda", Keeps.Nothing, OncePerSample: true),
        new("ridge", Keeps.Nothing, OncePerSample: true),
        new("ridge-wide", Keeps.Nothing, OncePerSample: true),
        new("default", Keeps.Nothing, OncePerSample: true),
    ];

    /// <summary>What there is, in the order of the tables.</summary>
    public static IReadOnlyList<StrategyEntry> All => Entries;

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">No strategy is called so; the message lists those that are.</exception>
    public static StrategyEntry Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException($"No strategy is called '{name}'. There are: {string.Join(", ", Entries.Select(entry => entry.Name))}.");

    /// <summary>A strategy by its name.</summary>
    /// <remarks><c>joint</c> is sequential training: whoever runs it shows it all tasks as one.</remarks>
    /// <exception cref="ArgumentException">No strategy is called so, or it needs what the setting lacks.</exception>
    public static IStrategy<TSample> Create<TSample>(string name, StrategySetting<TSample> setting) => Find(name).Name switch
    {
        "ewc" => new OnlineEwc<TSample>(setting),
        "lwf" => new LearningWithoutForgetting<TSample>(setting),
        "a-gem" => new AveragedGem<TSample>(setting, Reservoir(setting, setting.Options.Memory)),
        "a-gem-dense" => new AveragedGem<TSample>(setting, Reservoir(setting, setting.Options.Memory), sparesTables: true),
        "replay" => new Replay<TSample>(setting, Reservoir(setting, setting.Options.Memory)),
        "replay-all" => new Replay<TSample>(setting, Reservoir(setting, int.MaxValue)),
        "replay-class" => new Replay<TSample>(setting, ByClass(setting)),
        "replay-domain" => new Replay<TSample>(setting, Balanced(setting, item => item.Task)),
        "der++" => new DarkReplay<TSample>(setting, Reservoir(setting, setting.Options.Memory)),
        "naive-bayes" => ClosedForm(setting, TextHeads.NaiveBayes()),
        "slda" => ClosedForm(setting, TextHeads.Discriminant(setting.Options.Seed)),
        "ridge" => ClosedForm(setting, TextHeads.Ridge(setting.Options.Seed, 4096)),
        "ridge-wide" => ClosedForm(setting, TextHeads.Ridge(setting.Options.Seed, 8192)),
        "default" => ClosedForm(setting, TextHeads.Default(setting.Options.Seed)),
        _ => new Sequential<TSample>(setting),
    };

    private static ClosedFormStrategy<TSample> ClosedForm<TSample>(StrategySetting<TSample> setting, TextHeadConfig head) => new(
        head.Create(setting.Classes),
        setting.TextOf ?? throw new ArgumentException("A head that reads texts needs to know a sample's text.", nameof(setting)),
        setting.ClassOf ?? throw new ArgumentException("A head needs to know a sample's class.", nameof(setting)));

    private static ReservoirMemory<Memorized<TSample>> Reservoir<TSample>(StrategySetting<TSample> setting, int capacity) =>
        new(capacity, new SplitMix64(setting.Options.Seed, 1));

    private static BalancedMemory<Memorized<TSample>> Balanced<TSample>(StrategySetting<TSample> setting, Func<Memorized<TSample>, int> groupOf) =>
        new(setting.Options.Memory, groupOf, new SplitMix64(setting.Options.Seed, 1));

    private static BalancedMemory<Memorized<TSample>> ByClass<TSample>(StrategySetting<TSample> setting)
    {
        var classOf = setting.ClassOf ?? throw new ArgumentException("A memory balanced by class needs to know a sample's class.", nameof(setting));
        return Balanced(setting, item => classOf(item.Sample));
    }
}
