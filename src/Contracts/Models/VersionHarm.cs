using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>A version cannot be loaded, or did harm that needs no statistics.</summary>
/// <param name="Version">The version.</param>
/// <param name="Reason">What happened, without a word of any user's.</param>
[GenerateSerializer, Immutable, Alias("samantha.version-harm")]
public sealed record VersionHarm(
    [property: Id(0)] string Version,
    [property: Id(1)] string Reason);
