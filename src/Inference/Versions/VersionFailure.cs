namespace Samantha.Inference;

/// <summary>A version that served turned out to be broken.</summary>
public sealed class VersionFailure(string version, BrokenVersionException error) : EventArgs
{
    /// <summary>The version.</summary>
    public string Version { get; } = version;

    /// <summary>What its requests were told.</summary>
    public BrokenVersionException Error { get; } = error;
}
