namespace Samantha.Inference;

/// <summary>A version was named that nobody knows, or none is served yet.</summary>
public sealed class VersionNotFoundException(string message, Exception? inner = null) : InferenceException(message, inner);
