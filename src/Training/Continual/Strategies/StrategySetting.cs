using TorchSharp.Modules;

namespace Samantha.Training.Continual.Strategies;

/// <summary>What a strategy works on.</summary>
/// <param name="Learner">The model that is taught.</param>
/// <param name="Optimizer">Moves the learner's parameters.</param>
/// <param name="Options">Settings.</param>
public sealed record StrategySetting<TSample>(ILearner<TSample> Learner, IOptimizer Optimizer, StrategyOptions Options)
{
    /// <summary>A sample's class, for memories that are balanced by it.</summary>
    public Func<TSample, int>? ClassOf { get; init; }

    /// <summary>A sample's text, for heads that read texts.</summary>
    public Func<TSample, string>? TextOf { get; init; }

    /// <summary>How many classes there are, for heads that read texts.</summary>
    public int Classes { get; init; }

    /// <summary>The tables that samples are looked up in, for perturbations of them.</summary>
    public IReadOnlyList<Parameter> Embeddings { get; init; } = [];
}
