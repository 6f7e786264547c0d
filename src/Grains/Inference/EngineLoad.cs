namespace Samantha.Grains.Inference;

/// <summary>How busy an engine is.</summary>
/// <param name="Active">Replies being generated.</param>
/// <param name="Waiting">Requests waiting to start.</param>
/// <param name="Capacity">How many replies it generates at once.</param>
public readonly record struct EngineLoad(int Active, int Waiting, int Capacity);
