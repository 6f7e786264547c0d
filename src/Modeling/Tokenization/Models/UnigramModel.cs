using System.Text;

namespace Samantha.Modeling.Tokenization.Models;

/// <summary>
/// The unigram language model (Kudo, 2018): of all spellings of a piece the likeliest, found by dynamic programming over
/// where tokens end (Viterbi). Neighbouring unknown characters are one token.
/// </summary>
internal sealed class UnigramModel : ITokenModel
{
    // SentencePiece's penalty: an unknown character is this much less likely, in log probability, than the least likely token.
    private const double UnknownPenalty = 10.0;

    private readonly Vocabulary _vocabulary;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;
    private readonly int[]? _byteIds;
    private readonly TokenTrie _trie = new();

    /// <param name="tokens">The tokens by id, and their log probabilities.</param>
    /// <param name="unknownId">The id of the token for unknown characters.</param>
    /// <param name="byteFallback">Whether unknown characters are spelled as bytes.</param>
    /// <exception cref="TokenizerFormatException">The unknown id is not of the vocabulary.</exception>
    public UnigramModel(IReadOnlyList<(string Token, double Score)> tokens, int unknownId, bool byteFallback)
    {
        if (unknownId < 0 || unknownId >= tokens.Count)
            throw new TokenizerFormatException("'model.unk_id' is not an id of the vocabulary. Export the tokenizer again.");

        _vocabulary = new Vocabulary([.. tokens.Select((token, id) => new KeyValuePair<string, int>(token.Token, id))]);
        _scores = [.. tokens.Select(token => token.Score)];
        _unknownId = unknownId;
        _unknownScore = _scores.Min() - UnknownPenalty;
        _byteIds = byteFallback ? ByteTokens.Find(_vocabulary) : null;
        foreach (var (token, id) in _vocabulary.Entries)
            _trie.Add(token, id);
    }

    public int HighestId => _vocabulary.HighestId;

    public int? Id(string token) => _vocabulary.Id(token);

    public string? Token(int id) => _vocabulary.Token(id);

    public void Tokenize(string piece, List<ModelToken> tokens)
    {
        var first = tokens.Count;
        var end = piece.Length;
        foreach (var token in BestPath(piece))
        {
            // Walked from the end: an unknown token takes in the one after it.
            if (token.Id == _unknownId && tokens.Count > first && tokens[^1].Id == _unknownId)
                tokens[^1] = token with { End = tokens[^1].End };
            else
                tokens.Add(token);
        }

        tokens.Reverse(first, tokens.Count - first);
        if (_byteIds is not null)
            SpellUnknown(piece, first, tokens);
    }

    /// <summary>The tokens of the likeliest spelling, the last first.</summary>
    private List<ModelToken> BestPath(string piece)
    {
        var best = new (double Score, int Start, int Id)[piece.Length + 1];
        for (var i = 1; i <= piece.Length; i++)
            best[i].Start = -1;

        for (var start = 0; start < piece.Length;)
        {
            var length = char.IsHighSurrogate(piece[start]) ? 2 : 1;
            var hasSingle = false;
            var score = best[start].Score;
            foreach (var (id, end) in _trie.Prefixes(piece, start))
            {
                Offer(end, score + _scores[id], start, id);
                hasSingle |= end == start + length;
            }

            if (!hasSingle)
                Offer(start + length, score + _unknownScore, start, _unknownId);
            start += length;
        }

        var path = new List<ModelToken>();
        for (var end = piece.Length; end > 0; end = best[end].Start)
            path.Add(new ModelToken(best[end].Id, best[end].Start, end));
        return path;

        void Offer(int end, double score, int start, int id)
        {
            if (best[end].Start < 0 || score > best[end].Score)
                best[end] = (score, start, id);
        }
    }

    private void SpellUnknown(string piece, int first, List<ModelToken> tokens)
    {
        for (var i = first; i < tokens.Count; i++)
        {
            var (id, start, end) = tokens[i];
            // The text may spell the unknown token itself.
            if (id != _unknownId || _vocabulary.Id(piece[start..end]) is not null)
                continue;
            tokens.RemoveAt(i);
            var bytes = Encoding.UTF8.GetBytes(piece, start, end - start);
            tokens.InsertRange(i, bytes.Select(value => new ModelToken(_byteIds![value], start, end)));
            i += bytes.Length - 1;
        }
    }
}
