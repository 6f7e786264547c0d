namespace Samantha.Contracts.Models;

/// <summary>What tells that a version does well or badly while it serves.</summary>
public enum Signal
{
    /// <summary>A request failed, by the version's own fault: 1; it was answered: 0.</summary>
    Errors,

    /// <summary>The natural logarithm of the seconds until a reply's first token; less than a twentieth counts as that.</summary>
    FirstToken,

    /// <summary>
    /// The natural logarithm of the seconds that the device computed each further token, as a reply's mean. What it did for
    /// other versions in the same time is not in it: a slow version slows the other down with itself where both run.
    /// </summary>
    PerToken,

    /// <summary>What users say of replies: 1 or -1. Each conversation has one voice for each version.</summary>
    Ratings,

    /// <summary>How much the user's valence moved from the turn with the reply to the next one, in [-2, 2].</summary>
    Mood,
}
