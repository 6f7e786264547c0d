namespace Samantha.Training.Gate;

/// <summary>What the gate says of a candidate.</summary>
/// <param name="Passed">Whether it may be served.</param>
/// <param name="Reasons">Why not; empty if it passed. No user's words are in them.</param>
/// <param name="Metrics">What was measured, by name.</param>
public sealed record GateVerdict(bool Passed, IReadOnlyList<string> Reasons, IReadOnlyDictionary<string, double> Metrics);
