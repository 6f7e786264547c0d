namespace Samantha.Inference;

/// <summary>A version computes what are no numbers. It answers no request any more.</summary>
public sealed class BrokenVersionException(string version)
    : InferenceException($"Version {version} is broken: its logits are not numbers. Use another version, and train or copy this one again under a new name.")
{
    /// <summary>The version.</summary>
    public string Version { get; } = version;
}
