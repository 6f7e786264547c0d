using Samantha.Training.Heads;

namespace Samantha.Training.Continual.Metrics;

/// <summary>How a stream of tasks went.</summary>
/// <param name="Matrix">R: row i has the accuracy on every task, in [0, 1], when task i had been learned.</param>
/// <param name="Untrained">The accuracy on every task before anything was learned.</param>
/// <param name="Looks">What was seen on the way, in order; the last of each task is at its end.</param>
/// <param name="Learning">How long learning took, without the looks.</param>
public sealed record StreamRecord(
    IReadOnlyList<IReadOnlyList<double>> Matrix, IReadOnlyList<double> Untrained, IReadOnlyList<StreamLook> Looks, TimeSpan Learning)
{
    /// <summary>What refusing does at the end, where a run refuses.</summary>
    public ScopeReport? Scope { get; init; }

    /// <summary>How many tasks there were.</summary>
    public int Tasks => Matrix.Count;
}
