namespace Samantha.Grains.Inference;

/// <summary>A version did harm while it served.</summary>
/// <param name="Version">The version.</param>
/// <param name="Reason">What happened, without a word of any user's.</param>
public sealed record VersionHarm(string Version, string Reason);
