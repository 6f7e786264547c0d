namespace Samantha.Contracts.Training;

/// <summary>How a training session ended.</summary>
public enum SessionOutcome
{
    /// <summary>It has not.</summary>
    Running,

    /// <summary>Its version is served.</summary>
    Promoted,

    /// <summary>The gate rejected its version.</summary>
    Rejected,

    /// <summary>It broke off; its lessons wait for the next session.</summary>
    Failed,
}
