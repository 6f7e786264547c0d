using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte-pair encoding (Sennrich et al., 2016), over characters or over bytes.</summary>
public sealed class BpeTokenizer : Tokenizer
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _tokens = [];
    private readonly Dictionary<int, string> _specialTokens = [];
    private readonly BpeMerger _merger;
    private readonly int? _unknownId;

    private BpeTokenizer(BpeOptions options)
    {
        foreach (var (token, id) in options.Vocabulary)
        {
            _ids.Add(token, id);
            _tokens.Add(id, token);
        }

        if (_ids.Count == 0)
            throw new InvalidOperationException("The vocabulary cannot be empty.");

        Normalizer = options.Normalizer;
        PreTokenizer = options.PreTokenizer ?? RegexPreTokenizer.WordOrNonWord;
        SpecialTokens = options.SpecialTokens;
        foreach (var (token, id) in options.SpecialTokens ?? new Dictionary<string, int>())
            _specialTokens.Add(id, token);

        UnknownToken = options.UnknownToken;
        _unknownId = UnknownToken is null ? null : Id(UnknownToken);
        FuseUnknownTokens = options.FuseUnknownTokens;
        ContinuingSubwordPrefix = options.ContinuingSubwordPrefix;
        EndOfWordSuffix = options.EndOfWordSuffix;
        ByteLevel = options.ByteLevel;
        _merger = new BpeMerger(ReadMerges(options.Merges ?? []));
    }

    /// <inheritdoc />
    public override PreTokenizer? PreTokenizer { get; }

    /// <inheritdoc />
    public override Normalizer? Normalizer { get; }

    /// <summary>Tokens that are encoded whole when the pre-tokenizer hands them over as a piece.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    /// <summary>Stands for characters that the vocabulary lacks; without it they are dropped.</summary>
    public string? UnknownToken { get; }

    /// <summary>Whether neighbouring unknown characters become one token.</summary>
    public bool FuseUnknownTokens { get; }

    /// <summary>Spells every symbol of a piece but the first, or null.</summary>
    public string? ContinuingSubwordPrefix { get; }

    /// <summary>Spells the last symbol of a piece, or null.</summary>
    public string? EndOfWordSuffix { get; }

    /// <summary>Whether the text is encoded as UTF-8 bytes, each spelled by a printable character.</summary>
    public bool ByteLevel { get; }

    /// <summary>Creates a tokenizer.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary is empty, or a merge is malformed or not of the vocabulary.</exception>
    public static BpeTokenizer Create(BpeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new BpeTokenizer(options);
    }

    /// <inheritdoc />
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ByteLevel ? DecodeBytes(ids) : DecodeCharacters(ids);
    }

    private protected override void EncodePiece(ReadOnlySpan<char> piece, int offset, List<EncodedToken> tokens)
    {
        var text = piece.ToString();
        if (SpecialTokens is not null && SpecialTokens.TryGetValue(text, out var special))
        {
            tokens.Add(new EncodedToken(special, text, offset..(offset + text.Length)));
            return;
        }

        int[]? units = null;
        if (ByteLevel)
            text = ByteAlphabet.Spell(piece, out units);

        var symbols = Symbols(text);
        _merger.Apply(symbols);

        var position = 0;
        foreach (var (id, length) in symbols)
        {
            var end = position + length;
            var range = units is null
                ? (offset + position)..(offset + end)
                : (offset + units[position])..(offset + units[end - 1] + 1);
            tokens.Add(new EncodedToken(id, _tokens[id], range));
            position = end;
        }
    }

    /// <summary>The characters of a piece as symbols of the vocabulary, each with its length in UTF-16 units.</summary>
    private List<(int Id, int Length)> Symbols(string text)
    {
        var symbols = new List<(int Id, int Length)>(text.Length);
        var pendingUnknown = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            var symbol = text.Substring(i, length);
            if (i > 0)
                symbol = ContinuingSubwordPrefix + symbol;
            if (i + length == text.Length)
                symbol += EndOfWordSuffix;
            i += length;

            if (_ids.TryGetValue(symbol, out var id))
            {
                FlushUnknown();
                symbols.Add((id, length));
            }
            else if (_unknownId is not null)
            {
                if (!FuseUnknownTokens)
                    FlushUnknown();
                pendingUnknown += length;
            }
        }

        FlushUnknown();
        return symbols;

        void FlushUnknown()
        {
            if (pendingUnknown > 0)
                symbols.Add((_unknownId!.Value, pendingUnknown));
            pendingUnknown = 0;
        }
    }

    private string DecodeBytes(IEnumerable<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (_specialTokens.TryGetValue(id, out var special))
                bytes.AddRange(Encoding.UTF8.GetBytes(special));
            else if (_tokens.TryGetValue(id, out var token))
                ByteAlphabet.AppendBytes(WithoutAffixes(token), bytes);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private ReadOnlySpan<char> WithoutAffixes(ReadOnlySpan<char> token)
    {
        if (EndOfWordSuffix is not null && token.EndsWith(EndOfWordSuffix, StringComparison.Ordinal))
            token = token[..^EndOfWordSuffix.Length];
        if (ContinuingSubwordPrefix is not null && token.StartsWith(ContinuingSubwordPrefix, StringComparison.Ordinal))
            token = token[ContinuingSubwordPrefix.Length..];
        return token;
    }

    private string DecodeCharacters(IEnumerable<int> ids)
    {
        var text = new StringBuilder();
        foreach (var id in ids)
        {
            if (_specialTokens.TryGetValue(id, out var special))
                text.Append(special);
            else if (_tokens.TryGetValue(id, out var token))
                text.Append(token);
        }

        var decoded = text.ToString();
        if (!string.IsNullOrEmpty(EndOfWordSuffix))
        {
            if (decoded.EndsWith(EndOfWordSuffix, StringComparison.Ordinal))
                decoded = decoded[..^EndOfWordSuffix.Length];
            decoded = decoded.Replace(EndOfWordSuffix, " ", StringComparison.Ordinal);
        }

        return string.IsNullOrEmpty(ContinuingSubwordPrefix)
            ? decoded
            : decoded.Replace(ContinuingSubwordPrefix, "", StringComparison.Ordinal);
    }

    private Dictionary<(int Left, int Right), (int Rank, int Id)> ReadMerges(IEnumerable<string> lines)
    {
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Id)>();
        foreach (var line in lines)
        {
            var space = line.IndexOf(' ');
            if (space < 0 || space == line.Length - 1 || line.IndexOf(' ', space + 1) >= 0)
                throw new InvalidOperationException("A merge is two tokens with one space between them.");

            var (left, right) = (line[..space], line[(space + 1)..]);
            var prefix = ContinuingSubwordPrefix?.Length ?? 0;
            if (right.Length <= prefix)
                throw new InvalidOperationException($"The merge value '{right}' is too short for a prefix of length {prefix}.");

            merges.Add((Id(left), Id(right)), (merges.Count, Id(left + right[prefix..])));
        }

        return merges;
    }

    private int Id(string token) => _ids.TryGetValue(token, out var id)
        ? id
        : throw new InvalidOperationException($"The token '{token}' is not in the vocabulary.");
}
