namespace Samantha.Training.Continual.Benchmarks;

/// <summary>A task of a stream.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Samples">What is learned; it is gone afterwards.</param>
/// <param name="HeldOut">What it is measured on; nobody learns from it or keeps it.</param>
public sealed record StreamTask<TSample>(string Name, IReadOnlyList<TSample> Samples, IReadOnlyList<TSample> HeldOut);
