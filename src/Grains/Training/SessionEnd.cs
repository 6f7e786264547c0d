namespace Samantha.Grains.Training;

/// <summary>How a session that made a version ended, as far as the next ones depend on it.</summary>
internal enum SessionEnd
{
    /// <summary>Its version came to be served.</summary>
    Promoted,

    /// <summary>The gate rejected its version.</summary>
    Rejected,

    /// <summary>Its version passed the gate, and was taken back while it was rolled out.</summary>
    TakenBack,

    /// <summary>Nothing waited: the users who had taught were forgotten.</summary>
    Empty,
}
