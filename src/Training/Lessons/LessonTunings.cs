using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tuning;

namespace Samantha.Training.Lessons;

/// <summary>
/// The ways to hold what lessons teach. A version is a model's own weights and nothing beside them, so only what becomes part of
/// them can be served.
/// </summary>
public static class LessonTunings
{
    /// <summary>What the strategy does best with: the upper blocks' matrices for descent, low-rank changes for O-LoRA, else all weights.</summary>
    public const string Default = "default";

    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, TuningCatalog.Full, TuningCatalog.Lora, TuningCatalog.AdaLora];

    private static readonly string Choices = $"What can be chosen: {string.Join(", ", Names)}.";

    /// <summary>Why lessons cannot be held so; null if they can.</summary>
    public static string? Refusal(string name, string strategy) => name switch
    {
        TuningCatalog.Adapter => $"'{name}' bends what passes through it, so it cannot become part of the weights, which are all that is served. {Choices}",
        TuningCatalog.Prefix => $"'{name}' stands before every sequence, and what is served begins sequences without it. {Choices}",
        _ when !Names.Contains(name) => $"'{name}' is no tuning. {Choices}",
        _ when strategy == LessonStrategies.Neurons && name != Default =>
            $"The strategy '{strategy}' adds neurons and changes nothing else, so it can have no '{name}': choose {Default}, or another strategy.",
        _ when strategy == LessonStrategies.OrthogonalLora && name is not (Default or TuningCatalog.Lora) =>
            $"'{name}' has no subspaces of low rank, which the strategy '{strategy}' is about: choose {TuningCatalog.Lora}.",
        _ => null,
    };

    /// <summary>The tuning that a session uses; <see cref="Default"/> if it is the strategy's own.</summary>
    /// <param name="name">The one that is asked for.</param>
    /// <param name="strategy">How it learns.</param>
    /// <param name="rank">The rank that is asked for.</param>
    public static string Chosen(string name, string strategy, int? rank) => name != Default ? name
        : strategy == LessonStrategies.Neurons ? Default
        : strategy == LessonStrategies.OrthogonalLora || rank is not null ? TuningCatalog.Lora
        : strategy == LessonStrategies.Descent ? Default
        : TuningCatalog.Full;

    /// <inheritdoc cref="Chosen(string, string, int?)"/>
    internal static string Chosen(LessonJob job) => Chosen(job.Tuning, job.Strategy, job.Options.Rank);

    /// <summary>Puts it on a model.</summary>
    internal static ITuning Create(string name, DecoderModel model, LessonJob job)
    {
        var options = new TuningOptions { Dropout = job.Options.Dropout, Steps = job.Options.MaxSteps };
        return TuningCatalog.Create(name, model, options with { Rank = Rank(job) }, job.Seed);
    }

    /// <summary>The rank of what is of low rank.</summary>
    internal static int Rank(LessonJob job) => job.Options.Rank ?? new TuningOptions().Rank;
}
