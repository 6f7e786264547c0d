namespace Samantha.Contracts.Training;

/// <summary>What was decided of a lesson. Stored by its number: only ever to be added to.</summary>
public enum CurationOutcome
{
    /// <summary>It waits for a session.</summary>
    Accepted,

    /// <summary>It is kept out for good: there is no consent, it is personal, too long, or taught again since.</summary>
    Excluded,

    /// <summary>It is kept out because it may be meant to do harm, until others agree with it or an operator decides.</summary>
    Quarantined,

    /// <summary>A served version learned from it.</summary>
    Learned,

    /// <summary>An operator released it from quarantine.</summary>
    Released,

    /// <summary>An operator dropped it from quarantine.</summary>
    Dropped,

    /// <summary>Its author took the judgement back, or withdrew consent.</summary>
    Withdrawn,
}
