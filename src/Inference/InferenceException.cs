namespace Samantha.Inference;

/// <summary>The engine cannot answer a request. The message says why and what to do, and holds no word of the prompt.</summary>
public abstract class InferenceException(string message, Exception? inner = null) : Exception(message, inner);
