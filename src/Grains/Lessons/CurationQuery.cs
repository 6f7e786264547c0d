using Samantha.Contracts.Training;

namespace Samantha.Grains.Lessons;

/// <summary>Which decisions are asked for.</summary>
/// <param name="Outcome">With this outcome; any if null.</param>
/// <param name="Reason">By this rule, or with this reason; any if null.</param>
/// <param name="Since">Not older than this; any if null.</param>
/// <param name="Before">With a smaller number than this, for the next page; from the newest on if null.</param>
/// <param name="Limit">How many at most; at least 1.</param>
public sealed record CurationQuery(CurationOutcome? Outcome = null, string? Reason = null, DateTimeOffset? Since = null, long? Before = null, int Limit = 50);
