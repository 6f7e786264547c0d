namespace Samantha.Training.Continual.Strategies;

/// <summary>A strategy in the catalog.</summary>
/// <param name="Name">What it is called in configuration.</param>
/// <param name="Keeps">What it keeps of the past.</param>
public sealed record StrategyEntry(string Name, Keeps Keeps);
