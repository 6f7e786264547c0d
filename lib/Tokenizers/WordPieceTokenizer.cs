using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>WordPiece: each word is spelled by the longest token that fits, from left to right (Wu et al., 2016; Devlin et al., 2019).</summary>
public class WordPieceTokenizer : Tokenizer
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly Dictionary<int, string> _tokens = [];

    private WordPieceTokenizer(Stream vocabulary, WordPieceOptions options)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reader = new StreamReader(vocabulary, leaveOpen: true);
        for (var id = 0; reader.ReadLine() is { } token; id++)
        {
            if (token.Length == 0)
                continue;
            ids.Add(token, id);
            _tokens.Add(id, token);
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Normalizer = options.Normalizer;
        PreTokenizer = options.PreTokenizer ?? RegexPreTokenizer.WhiteSpace;
        UnknownToken = options.UnknownToken;
        UnknownTokenId = ids.TryGetValue(UnknownToken, out var unknown)
            ? unknown
            : throw new ArgumentException($"The unknown token '{UnknownToken}' is not in the vocabulary.", nameof(options));
        ContinuingSubwordPrefix = options.ContinuingSubwordPrefix;
        MaxInputCharsPerWord = options.MaxInputCharsPerWord;
    }

    /// <inheritdoc />
    public override PreTokenizer? PreTokenizer { get; }

    /// <inheritdoc />
    public override Normalizer? Normalizer { get; }

    /// <summary>Stands for a word that the vocabulary cannot spell.</summary>
    public string UnknownToken { get; }

    /// <summary>The id of <see cref="UnknownToken"/>.</summary>
    public int UnknownTokenId { get; }

    /// <summary>Marks a token that does not begin its word.</summary>
    public string ContinuingSubwordPrefix { get; }

    /// <summary>A longer word, in UTF-16 units, is unknown.</summary>
    public int MaxInputCharsPerWord { get; }

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="vocabStream">The vocabulary, UTF-8, one token a line; the line's number from 0 is its id.</param>
    /// <param name="options">The options, or null for BERT's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="vocabStream"/> is null.</exception>
    /// <exception cref="ArgumentException">The unknown token is not in the vocabulary.</exception>
    public static WordPieceTokenizer Create(Stream vocabStream, WordPieceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabStream);
        return new WordPieceTokenizer(vocabStream, options ?? new WordPieceOptions());
    }

    /// <summary>The text of <paramref name="ids"/>: words with a space between them, none before <c>. , ! ? '</c>.</summary>
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var text = new StringBuilder();
        var first = true;
        foreach (var id in ids)
        {
            if (_tokens.TryGetValue(id, out var token))
            {
                if (token.StartsWith(ContinuingSubwordPrefix, StringComparison.Ordinal))
                    text.Append(token, ContinuingSubwordPrefix.Length, token.Length - ContinuingSubwordPrefix.Length);
                else if (first || token[0] is '.' or ',' or '!' or '?' or '\'')
                    text.Append(token);
                else
                    text.Append(' ').Append(token);
            }

            first = false;
        }

        return text.ToString();
    }

    private protected override void EncodePiece(ReadOnlySpan<char> piece, int offset, List<EncodedToken> tokens)
    {
        var firstToken = tokens.Count;
        var start = piece.Length > MaxInputCharsPerWord ? -1 : 0;
        while (start >= 0 && start < piece.Length)
            start = EncodeLongestPrefix(piece, start, offset, tokens);

        if (start < 0)
        {
            tokens.RemoveRange(firstToken, tokens.Count - firstToken);
            tokens.Add(new EncodedToken(UnknownTokenId, UnknownToken, offset..(offset + piece.Length)));
        }
    }

    /// <summary>Appends the longest token that <paramref name="word"/> has at <paramref name="start"/>; returns its end, or -1 if there is none.</summary>
    private int EncodeLongestPrefix(ReadOnlySpan<char> word, int start, int offset, List<EncodedToken> tokens)
    {
        var prefix = start > 0 ? ContinuingSubwordPrefix : "";
        Span<char> candidate = new char[prefix.Length + word.Length - start];
        prefix.CopyTo(candidate);
        word[start..].CopyTo(candidate[prefix.Length..]);

        for (var end = word.Length; end > start; end--)
        {
            if (_ids.TryGetValue(candidate[..(prefix.Length + end - start)], out var id))
            {
                tokens.Add(new EncodedToken(id, _tokens[id], (offset + start)..(offset + end)));
                return end;
            }
        }

        return -1;
    }
}
