namespace Samantha.Grains.Training;

/// <summary>A trained and measured model.</summary>
/// <param name="Folder">The folder that holds it.</param>
/// <param name="Strategy">How it was made.</param>
/// <param name="Metrics">What was measured, by name.</param>
/// <param name="Rejection">Why the gate rejects it; null if it passes.</param>
public sealed record TrainedCandidate(
    string Folder,
    string Strategy,
    IReadOnlyDictionary<string, double> Metrics,
    string? Rejection);
