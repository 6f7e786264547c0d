namespace Samantha.Inference;

/// <summary>A prompt has no room in the model's context, or with its reply not in the engine's cache memory.</summary>
public sealed class PromptTooLongException(string message) : InferenceException(message);
