namespace Samantha.Training.Continual.Strategies;

/// <summary>What a strategy keeps of the data of the past.</summary>
public enum Keeps
{
    /// <summary>No sample.</summary>
    Nothing,

    /// <summary>A number of samples that can be chosen.</summary>
    Samples,

    /// <summary>All of it: a ceiling, not a contender.</summary>
    Everything,
}
