namespace Samantha.Inference;

/// <summary>What the engine did so far, and what it holds.</summary>
/// <param name="Waiting">Requests that are not being computed yet.</param>
/// <param name="Active">Sequences that are being computed.</param>
/// <param name="Steps">Steps of the model.</param>
/// <param name="PromptTokens">Tokens of prompts that were computed.</param>
/// <param name="CachedTokens">Tokens of prompts that were known already.</param>
/// <param name="GeneratedTokens">Tokens of replies.</param>
/// <param name="CacheBytes">Memory set aside for keys and values.</param>
public sealed record EngineStatistics(
    int Waiting, int Active, long Steps, long PromptTokens, long CachedTokens, long GeneratedTokens, long CacheBytes);
