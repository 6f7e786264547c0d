using Orleans;

namespace Samantha.Contracts.Inference;

/// <summary>What a reply cost.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="ReplyTokens">Tokens of the reply.</param>
[GenerateSerializer, Immutable, Alias("samantha.generation-usage")]
public sealed record GenerationUsage(
    [property: Id(0)] int PromptTokens,
    [property: Id(1)] int ReplyTokens);
