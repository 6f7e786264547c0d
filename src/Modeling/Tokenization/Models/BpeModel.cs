using Microsoft.ML.Tokenizers;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Models;

/// <summary>
/// Byte-pair encoding. The merging is <see cref="BpeTokenizer"/>'s; this adds a bounded cache, whole words that no merge
/// makes (<c>ignore_merges</c>), and bytes for characters that the vocabulary lacks (<c>byte_fallback</c>).
/// </summary>
internal sealed class BpeModel : ITokenModel
{
    private const int CachedWords = 1 << 16;
    private const int LongestCachedWord = 64;

    private readonly Vocabulary _vocabulary;
    private readonly BpeModelOptions _options;
    private readonly BpeTokenizer _tokenizer;
    private readonly int? _unknownId;
    private readonly int[]? _byteIds;
    private readonly BoundedCache<ModelToken[]> _cache = new(CachedWords);

    /// <exception cref="TokenizerFormatException">The merges do not fit the vocabulary.</exception>
    public BpeModel(Vocabulary vocabulary, IEnumerable<string> merges, BpeModelOptions options)
    {
        _vocabulary = vocabulary;
        _options = options;
        _unknownId = options.UnknownToken is null ? null : vocabulary.Id(options.UnknownToken);
        _byteIds = options.ByteFallback ? ByteTokens.Find(vocabulary) : null;
        try
        {
            _tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary.Entries)
            {
                Merges = merges,
                ByteLevel = options.ByteLevel,
                UnknownToken = _unknownId is null ? null : options.UnknownToken,
                // Unknown characters must stay apart while they may still become bytes.
                FuseUnknownTokens = options.FuseUnknownTokens && _byteIds is null,
                ContinuingSubwordPrefix = options.ContinuingSubwordPrefix,
                EndOfWordSuffix = options.EndOfWordSuffix,
            });
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new TokenizerFormatException($"The merges do not fit the vocabulary: {e.Message} Export the tokenizer again.", e);
        }
    }

    public int HighestId => _vocabulary.HighestId;

    public int? Id(string token) => _vocabulary.Id(token);

    public string? Token(int id) => _vocabulary.Token(id);

    public void Tokenize(string piece, List<ModelToken> tokens)
    {
        if (_cache.TryGet(piece, out var cached))
        {
            tokens.AddRange(cached);
            return;
        }

        var fresh = Encode(piece);
        if (piece.Length <= LongestCachedWord)
            _cache.Set(piece, fresh);
        tokens.AddRange(fresh);
    }

    private ModelToken[] Encode(string piece)
    {
        if (_options.IgnoreMerges)
        {
            var word = _options.ByteLevel ? ByteAlphabet.Spell(System.Text.Encoding.UTF8.GetBytes(piece)) : piece;
            if (_vocabulary.Id(word) is { } whole)
                return [new ModelToken(whole, 0, piece.Length)];
        }

        var tokens = new List<ModelToken>();
        foreach (var token in _tokenizer.EncodeToTokens(piece, out _, considerPreTokenization: false, considerNormalization: false))
        {
            var (start, end) = (token.Offset.Start.Value, token.Offset.End.Value);
            // A token that holds a part of a code point's bytes stands for all of it, low surrogate included.
            if (end < piece.Length && char.IsLowSurrogate(piece[end]))
                end++;

            if (token.Id == _unknownId && _byteIds is not null)
                AddBytes(piece, start, end, tokens);
            else
                tokens.Add(new ModelToken(token.Id, start, end));
        }

        return [.. tokens];
    }

    private void AddBytes(string piece, int start, int end, List<ModelToken> tokens)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = System.Text.Encoding.UTF8.GetBytes(piece.AsSpan(start, end - start), utf8);
        foreach (var value in utf8[..length])
            tokens.Add(new ModelToken(_byteIds![value], start, end));
    }
}
