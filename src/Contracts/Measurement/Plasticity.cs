using Orleans;

namespace Samantha.Contracts.Measurement;

/// <summary>How quickly a session's lessons were learned.</summary>
/// <param name="Lessons">How many new lessons there were.</param>
/// <param name="Steps">Optimizer steps until they were learned.</param>
/// <param name="Seconds">From the session's plan to the version that serves.</param>
[GenerateSerializer, Immutable, Alias("samantha.plasticity")]
public sealed record Plasticity([property: Id(0)] int Lessons, [property: Id(1)] int Steps, [property: Id(2)] double Seconds);
