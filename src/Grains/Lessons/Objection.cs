namespace Samantha.Grains.Lessons;

/// <summary>Why a lesson is not to be learned. No user's words are in it.</summary>
/// <param name="Rule">The name of the rule that it breaks.</param>
/// <param name="Reason">What about it breaks the rule.</param>
/// <param name="IsSuspicious">Whether it may be meant to do harm: then it is quarantined, and counts against its author.</param>
public sealed record Objection(string Rule, string Reason, bool IsSuspicious = false);
