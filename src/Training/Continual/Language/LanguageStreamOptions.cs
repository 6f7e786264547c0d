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
    public int MeasuredRows { get; init; } = 128;

    /// <summary>Rows of those that are looked at in the midst of a domain.</summary>
    public int WatchedRows { get; init; } = 24;

    /// <summary>Gradient steps for each domain: the same for every strategy.</summary>
    public int StepsPerDomain { get; init; } = 120;

    /// <summary>New rows a step.</summary>
    public int BatchRows { get; init; } = 8;

    /// <summary>Steps between two looks at the domains before.</summary>
    public int WatchEvery { get; init; } = 20;

    /// <summary>Seeds the order of rows and whatever a strategy draws.</summary>
    public long Seed { get; init; }
}
