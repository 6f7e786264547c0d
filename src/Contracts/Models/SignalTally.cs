using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>What a silo observed of a version since the rollout began.</summary>
/// <param name="Signal">Of what.</param>
/// <param name="Version">The version.</param>
/// <param name="Worker">Where its replies were made; null where that makes no difference.</param>
/// <param name="Tally">The observations.</param>
[GenerateSerializer, Immutable, Alias("samantha.signal-tally")]
public sealed record SignalTally(
    [property: Id(0)] Signal Signal,
    [property: Id(1)] string Version,
    [property: Id(2)] string? Worker,
    [property: Id(3)] Tally Tally);
