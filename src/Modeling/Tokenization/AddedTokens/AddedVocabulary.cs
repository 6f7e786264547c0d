using Samantha.Modeling.Tokenization.Normalizers;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.AddedTokens;

/// <summary>
/// The added tokens of a tokenizer. They are cut out of the text in two rounds: those that are not normalized from the
/// text as given, then, from what is left and normalized piece by piece, the others in their normalized spelling.
/// </summary>
internal sealed class AddedVocabulary
{
    private readonly INormalizer? _normalizer;
    private readonly AddedTokenFinder _raw;
    private readonly AddedTokenFinder _normalized;
    private readonly AddedTokenFinder _rawOrdinary;
    private readonly AddedTokenFinder _normalizedOrdinary;
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (string Spelling, AddedToken Token)> _byId = [];
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);

    public AddedVocabulary(IReadOnlyCollection<AddedToken> tokens, INormalizer? normalizer)
    {
        _normalizer = normalizer;
        Tokens = tokens;
        foreach (var token in tokens)
        {
            var spelling = token.Normalized && normalizer is not null
                ? normalizer.Normalize(new AlignedText(token.Content)).Text
                : token.Content;
            _byContent[token.Content] = token;
            _byId[token.Id] = (spelling, token);
            if (token.Special)
                _special.Add(token.Content);
        }

        _raw = new AddedTokenFinder(_byId.Values.Where(entry => !entry.Token.Normalized));
        _normalized = new AddedTokenFinder(_byId.Values.Where(entry => entry.Token.Normalized));
        _rawOrdinary = new AddedTokenFinder(_byId.Values.Where(entry => entry.Token is { Normalized: false, Special: false }));
        _normalizedOrdinary = new AddedTokenFinder(_byId.Values.Where(entry => entry.Token is { Normalized: true, Special: false }));
    }

    public IReadOnlyCollection<AddedToken> Tokens { get; }

    public int? Id(string content) => _byContent.TryGetValue(content, out var token) ? token.Id : null;

    /// <summary>The token as a decoder reads it: in its normalized spelling.</summary>
    public string? Spelling(int id) => _byId.TryGetValue(id, out var entry) ? entry.Spelling : null;

    public bool IsSpecial(string token) => _special.Contains(token);

    /// <summary>Cuts <paramref name="text"/> into added tokens and normalized text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="literal">Whether the spellings of special tokens are text like any other.</param>
    public List<TextPart> Split(string text, bool literal)
    {
        var (raw, normalized) = literal ? (_rawOrdinary, _normalizedOrdinary) : (_raw, _normalized);
        var rawParts = new List<TextPart>();
        raw.Split(new AlignedText(text), rawParts);

        var parts = new List<TextPart>(rawParts.Count);
        foreach (var part in rawParts)
        {
            if (part.Token is not null)
                parts.Add(part);
            else
                normalized.Split(_normalizer is null ? part.Text : _normalizer.Normalize(part.Text), parts);
        }

        return parts;
    }
}
