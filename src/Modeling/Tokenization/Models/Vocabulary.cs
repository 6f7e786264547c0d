namespace Samantha.Modeling.Tokenization.Models;

/// <summary>Tokens and their ids, both ways.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;

    /// <exception cref="TokenizerFormatException">Two tokens share an id.</exception>
    public Vocabulary(IReadOnlyCollection<KeyValuePair<string, int>> entries)
    {
        _ids = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        _tokens = new Dictionary<int, string>(entries.Count);
        foreach (var (token, id) in entries)
        {
            _ids[token] = id;
            if (!_tokens.TryAdd(id, token))
                throw new TokenizerFormatException($"The vocabulary gives id {id} to two tokens. Export the tokenizer again.");
            HighestId = Math.Max(HighestId, id);
        }
    }

    public int Count => _ids.Count;

    /// <summary>The highest id; -1 if there is none.</summary>
    public int HighestId { get; } = -1;

    public IReadOnlyDictionary<string, int> Entries => _ids;

    public int? Id(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => _tokens.GetValueOrDefault(id);
}
