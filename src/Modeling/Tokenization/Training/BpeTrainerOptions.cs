namespace Samantha.Modeling.Tokenization.Training;

/// <summary>What a byte-level BPE is trained to be.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>The number of tokens to reach, special tokens and the 256 bytes among them. Fewer come out when no pair is frequent enough.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>Tokens that are never split and never learned from; they take the first ids in this order.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Cuts a text into words; no token spans two. See <see cref="SplitPatterns"/>.</summary>
    public string SplitPattern { get; init; } = SplitPatterns.Dialogue;

    /// <summary>A pair that occurs less often is not merged. At least 1.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>A special token that the tokenizer puts before every text when special tokens are asked for, or null.</summary>
    public string? BeginOfSequenceToken { get; init; }
}
