namespace Samantha.Training.Continual.Benchmarks;

/// <summary>One run of the benchmark.</summary>
/// <param name="Strategy">A name in the catalog.</param>
/// <param name="Order">One of <see cref="ClincStream.Orders"/>.</param>
/// <param name="Seed">Seeds weights, order of samples and memory.</param>
/// <param name="Buffer">Samples that the strategy may keep.</param>
public sealed record ClincRun(string Strategy, string Order, int Seed, int Buffer);
