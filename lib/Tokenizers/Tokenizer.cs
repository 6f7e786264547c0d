namespace Microsoft.ML.Tokenizers;

/// <summary>Turns text into token ids and back.</summary>
public abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    /// <summary>The pre-tokenizer in use, or null.</summary>
    public virtual PreTokenizer? PreTokenizer => null;

    /// <summary>The normalizer in use, or null.</summary>
    public virtual Normalizer? Normalizer => null;

    /// <summary>The ids of <paramref name="text"/>.</summary>
    /// <param name="text">The text to encode.</param>
    /// <param name="considerPreTokenization">Whether to split the text with <see cref="PreTokenizer"/> first.</param>
    /// <param name="considerNormalization">Whether to rewrite the text with <see cref="Normalizer"/> first.</param>
    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToTokens(text, out _, considerPreTokenization, considerNormalization).Select(token => token.Id).ToArray();

    /// <summary>The tokens of <paramref name="text"/>.</summary>
    /// <param name="text">The text to encode.</param>
    /// <param name="normalizedText">The text that the tokens' offsets refer to, if it was normalized; else null.</param>
    /// <param name="considerPreTokenization">Whether to split the text with <see cref="PreTokenizer"/> first.</param>
    /// <param name="considerNormalization">Whether to rewrite the text with <see cref="Normalizer"/> first.</param>
    public IReadOnlyList<EncodedToken> EncodeToTokens(string text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        normalizedText = null;
        if (string.IsNullOrEmpty(text))
            return [];

        if (considerNormalization && Normalizer is not null)
            text = normalizedText = Normalizer.Normalize(text);

        var tokens = new List<EncodedToken>();
        if (considerPreTokenization && PreTokenizer is not null)
        {
            foreach (var (offset, length) in PreTokenizer.PreTokenize(text))
                EncodePiece(text.AsSpan(offset, length), offset, tokens);
        }
        else if (text.Length > 0)
        {
            EncodePiece(text, 0, tokens);
        }

        return tokens;
    }

    /// <summary>How many tokens <paramref name="text"/> is encoded to.</summary>
    /// <param name="text">The text to encode.</param>
    /// <param name="considerPreTokenization">Whether to split the text with <see cref="PreTokenizer"/> first.</param>
    /// <param name="considerNormalization">Whether to rewrite the text with <see cref="Normalizer"/> first.</param>
    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToTokens(text, out _, considerPreTokenization, considerNormalization).Count;

    /// <summary>The text of <paramref name="ids"/>.</summary>
    public abstract string Decode(IEnumerable<int> ids);

    /// <summary>Appends the tokens of one non-empty piece of text that begins at <paramref name="offset"/>.</summary>
    private protected abstract void EncodePiece(ReadOnlySpan<char> piece, int offset, List<EncodedToken> tokens);
}
