using Samantha.Training.Gate;

namespace Samantha.Training.Lessons;

/// <summary>A trained and measured candidate.</summary>
/// <param name="Folder">The model folder that holds it.</param>
/// <param name="Strategy">How it was made.</param>
/// <param name="Metrics">What was measured, by name.</param>
/// <param name="Verdict">What the gate says.</param>
public sealed record LessonOutcome(string Folder, string Strategy, IReadOnlyDictionary<string, double> Metrics, GateVerdict Verdict);
