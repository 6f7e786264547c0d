namespace Samantha.Training.Continual.Language;

/// <summary>How much of the dialogues the stream of domains is made of, and how it is learned.</summary>
public sealed record LanguageStreamOptions
{
    /// <summary>
    /// The five domains in the order in which they come: those with the most text of dialogues with one service only.
    /// A domain has other services in the training split than in the others, as published.
    /// </summary>
    public static IReadOnlyList<string> AllDomains { get; } = ["Flights", "Events", "Hotels", "Services", "Restaurants"];

    public IReadOnlyList<string> Domains { get; init; } = AllDomains;

    /// <summary>Tokens in a row; a dialogue is cut into rows.</summary>
    public int RowLength { get; init; } = 128;

    /// <summary>Rows that are learned of each domain, at most.</summary>
    public int TrainingRows { get; init; } = 800;

    /// <summary>Rows that are measured of each domain, at most.</summary>
    public int MeasuredRows { get; init; } = 96;

    /// <summary>Gradient steps for each domain: the same for every strategy.</summary>
    public int StepsPerDomain { get; init; } = 80;

    /// <summary>New rows a step.</summary>
    public int BatchRows { get; init; } = 8;

    /// <summary>Rows of the past that join a step, where a strategy keeps any.</summary>
    public int ReplayRows { get; init; } = 8;

    /// <summary>Rows that may be kept of the past: a quarter of the stream. With a tenth the default falls behind joint training (docs/LOG.md).</summary>
    public int Memory { get; init; } = 1000;

    /// <summary>The learning rate, steady over the stream: nobody knows when it ends.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps from one look to the next.</summary>
    public int LookEvery { get; init; } = 40;

    /// <summary>Seeds the order of rows and whatever a strategy draws.</summary>
    public long Seed { get; init; }
}
