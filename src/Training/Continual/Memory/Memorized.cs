namespace Samantha.Training.Continual.Memory;

/// <summary>What a strategy keeps of the past.</summary>
/// <param name="Sample">What was learned.</param>
/// <param name="Task">The task it was learned in.</param>
/// <param name="Logits">What the model said of it then, row after row; empty where nobody asks for it.</param>
public sealed record Memorized<TSample>(TSample Sample, int Task, float[] Logits);
