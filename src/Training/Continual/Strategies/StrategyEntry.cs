namespace Samantha.Training.Continual.Strategies;

/// <summary>A strategy in the catalog.</summary>
/// <param name="Name">What it is called in configuration.</param>
/// <param name="Keeps">What it keeps of the past.</param>
/// <param name="OncePerSample">Whether it is shown each sample once, and not for several epochs: it adds to sums.</param>
public sealed record StrategyEntry(string Name, Keeps Keeps, bool OncePerSample = false);
