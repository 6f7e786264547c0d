namespace Samantha.Inference;

/// <summary>The engine was disposed before the reply was complete.</summary>
public sealed class EngineStoppedException() : InferenceException("The engine was stopped before the reply was complete. Ask again when it runs.");
