namespace Samantha.Training.Heads;

/// <summary>One learner of one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Learner">Who learns it, and from what.</param>
/// <param name="Run">Learns and measures; is told where to report the share that is learned.</param>
public sealed record HeadRun(string Task, string Learner, Func<IProgress<double>?, CancellationToken, HeadResult> Run);
