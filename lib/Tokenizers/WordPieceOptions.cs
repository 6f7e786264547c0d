namespace Microsoft.ML.Tokenizers;

/// <summary>How a <see cref="WordPieceTokenizer"/> splits and spells.</summary>
public class WordPieceOptions
{
    /// <summary>Splits the text first; null for white space.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>Rewrites the text first, or null.</summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>Stands for a word that the vocabulary cannot spell. Default <c>[UNK]</c>.</summary>
    public string UnknownToken { get; set; } = "[UNK]";

    /// <summary>Marks a token that does not begin its word. Default <c>##</c>.</summary>
    public string ContinuingSubwordPrefix { get; set; } = "##";

    /// <summary>A longer word, in UTF-16 units, is unknown. Default 100.</summary>
    public int MaxInputCharsPerWord { get; set; } = 100;
}
