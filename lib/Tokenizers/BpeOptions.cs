namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="BpeTokenizer"/> is made of.</summary>
public sealed class BpeOptions
{
    /// <summary>Creates the options.</summary>
    /// <param name="vocabulary">Every token and its id.</param>
    /// <exception cref="ArgumentNullException"><paramref name="vocabulary"/> is null.</exception>
    public BpeOptions(IEnumerable<KeyValuePair<string, int>> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
    }

    /// <summary>Every token and its id.</summary>
    public IEnumerable<KeyValuePair<string, int>> Vocabulary { get; }

    /// <summary>The merges, best first, each two tokens with a space between them.</summary>
    public IEnumerable<string>? Merges { get; set; }

    /// <summary>Tokens that are encoded whole when the pre-tokenizer hands them over as a piece.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; set; }

    /// <summary>Rewrites the text first, or null.</summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>Splits the text first; null for words and runs of other characters.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>Stands for characters that the vocabulary lacks; without it they are dropped.</summary>
    public string? UnknownToken { get; set; }

    /// <summary>Whether neighbouring unknown characters become one token.</summary>
    public bool FuseUnknownTokens { get; set; }

    /// <summary>Spells every symbol of a piece but the first, or null.</summary>
    public string? ContinuingSubwordPrefix { get; set; }

    /// <summary>Spells the last symbol of a piece, or null.</summary>
    public string? EndOfWordSuffix { get; set; }

    /// <summary>Whether the text is encoded as UTF-8 bytes, each spelled by a printable character (a space is <c>Ġ</c>).</summary>
    public bool ByteLevel { get; set; }
}
