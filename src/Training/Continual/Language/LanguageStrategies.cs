using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;

namespace Samantha.Training.Continual.Language;

/// <summary>The strategies of the language stream with the settings that were chosen for it on the dev split.</summary>
public static class LanguageStrategies
{
    /// <summary>All domains at once, in the same steps: the ceiling.</summary>
    public const string Joint = "joint";

    /// <summary>The same with as many rows in a step as a strategy that replays has: a higher ceiling.</summary>
    public const string JointWide = "joint-wide";

    /// <summary>Rehearsal with distillation.</summary>
    public const string Default = "default";

    private const string OrthogonalLora = "o-lora";

    /// <summary>What there is, in the order of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Joint, JointWide, "sequential", "ewc", "lwf", "a-gem", OrthogonalLora, "replay", "der++", Default];

    /// <summary>Whether a strategy is shown all domains as one.</summary>
    public static bool IsJoint(string name) => name is Joint or JointWide;

    /// <summary>Whether a strategy keeps rows of the past.</summary>
    public static bool Keeps(string name) => name == Default || (StrategyCatalog.All.FirstOrDefault(entry => entry.Name == name)?.Keeps == Strategies.Keeps.Samples);

    /// <summary>A strategy on a model.</summary>
    /// <exception cref="ArgumentException">No strategy is called so.</exception>
    internal static Running Create(string name, DecoderModel model, LanguageStreamOptions options)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"The language stream has no strategy called '{name}'. There are: {string.Join(", ", Names)}.");
        if (name == OrthogonalLora)
        {
            var lora = new LoraLearner(model, new LoraConfig { Rank = 16, Alpha = 32 }, options.Seed);
            var orthogonal = new OrthogonalLora<TokenExample>(lora, parameters => new DecoderOptimizer(parameters, 3 * options.LearningRate), strength: 0.5, options.Seed);
            return new Running(orthogonal, 0, lora);
        }

        var learner = new DecoderLearner(model);
        var optimizer = new DecoderOptimizer(learner.Parameters, options.LearningRate);
        var settings = new StrategyOptions
        {
            Memory = options.Memory,
            ReplayBatch = options.ReplayRows,
            DarkWeight = 0.2,
            LabelWeight = 1,
            EwcStrength = 1e4,
            FisherSamples = 200,
            DistillationTemperature = 1,
            DistillationWeight = 1,
            Seed = (int)options.Seed,
        };
        var setting = new StrategySetting<TokenExample>(learner, optimizer, settings);
        IStrategy<TokenExample> strategy = name switch
        {
            Default => new DistilledReplay<TokenExample>(
                setting, new BalancedMemory<Memorized<TokenExample>>(options.Memory, item => item.Task, new SplitMix64(options.Seed, 1))),
            JointWide => StrategyCatalog.Create(Joint, setting),
            _ => StrategyCatalog.Create(name, setting),
        };
        return new Running(strategy, Keeps(name) ? options.Memory : 0, optimizer);
    }

    /// <summary>A strategy at work, with what it owns.</summary>
    internal sealed record Running(IStrategy<TokenExample> Strategy, int Memory, IDisposable Owned) : IDisposable
    {
        public void Dispose()
        {
            Strategy.Dispose();
            Owned.Dispose();
        }
    }
}
