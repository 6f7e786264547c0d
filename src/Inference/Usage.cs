namespace Samantha.Inference;

/// <summary>What a reply took.</summary>
/// <param name="PromptTokens">Tokens of the prompt, after truncation.</param>
/// <param name="CachedTokens">How many of them were still known from the conversation's last turn.</param>
/// <param name="GeneratedTokens">Tokens of the reply; the token that ends a sequence is none.</param>
public sealed record Usage(int PromptTokens, int CachedTokens, int GeneratedTokens);
