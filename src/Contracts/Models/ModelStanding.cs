namespace Samantha.Contracts.Models;

/// <summary>What became of a version.</summary>
public enum ModelStanding
{
    /// <summary>It passed the gate, or was imported, and may be served.</summary>
    Accepted,

    /// <summary>It did not pass the gate and is never served; the reason is kept.</summary>
    Rejected,

    /// <summary>It was served and taken back; an operator may still roll it out.</summary>
    RolledBack,

    /// <summary>It learned from a user who was forgotten; a line without them serves now, and its files are gone for good.</summary>
    Forgotten,
}
