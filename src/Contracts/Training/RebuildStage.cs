namespace Samantha.Contracts.Training;

/// <summary>How far the making anew of the versions is.</summary>
public enum RebuildStage
{
    /// <summary>It was never asked for.</summary>
    None,

    /// <summary>Sessions are replayed without the users who were forgotten.</summary>
    Replaying,

    /// <summary>The version at the end of the new line is being rolled out.</summary>
    RollingOut,

    /// <summary>What is served never learned from them, and the files of what did are gone.</summary>
    Done,

    /// <summary>It could not be done; the reason says why. It may be asked for again.</summary>
    Failed,
}
