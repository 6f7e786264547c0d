namespace Samantha.Contracts.Models;

/// <summary>How far a rollout is.</summary>
public enum RolloutStage
{
    /// <summary>There was none yet.</summary>
    None,

    /// <summary>One worker holds the version beside the one from before, and answers a small share of conversations with it.</summary>
    Canary,

    /// <summary>The version goes to the other workers, wave by wave.</summary>
    Waves,

    /// <summary>All workers serve the version.</summary>
    Done,

    /// <summary>The version did harm, or was taken back: the workers go back to the version from before.</summary>
    RollingBack,

    /// <summary>All workers serve the version from before again.</summary>
    RolledBack,
}
