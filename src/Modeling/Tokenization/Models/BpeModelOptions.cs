namespace Samantha.Modeling.Tokenization.Models;

/// <summary>How a BPE model treats words and characters, as a tokenizer.json states it.</summary>
internal sealed record BpeModelOptions
{
    public bool ByteLevel { get; init; }

    public string? UnknownToken { get; init; }

    public bool FuseUnknownTokens { get; init; }

    public bool ByteFallback { get; init; }

    public bool IgnoreMerges { get; init; }

    public string? ContinuingSubwordPrefix { get; init; }

    public string? EndOfWordSuffix { get; init; }
}
