namespace Samantha.Modeling.Tokenization.Models;

/// <summary>A prefix tree of tokens.</summary>
internal sealed class TokenTrie
{
    private const int NoToken = -1;

    private readonly Dictionary<(int Node, char Next), int> _edges = [];
    private readonly List<int> _ids = [NoToken];

    public void Add(string token, int id)
    {
        var node = 0;
        foreach (var c in token)
        {
            if (!_edges.TryGetValue((node, c), out var next))
            {
                next = _ids.Count;
                _ids.Add(NoToken);
                _edges.Add((node, c), next);
            }

            node = next;
        }

        _ids[node] = id;
    }

    /// <summary>The tokens that <paramref name="text"/> has at <paramref name="start"/>, the shortest first, and where each ends.</summary>
    public IEnumerable<(int Id, int End)> Prefixes(string text, int start)
    {
        var node = 0;
        for (var i = start; i < text.Length && _edges.TryGetValue((node, text[i]), out node); i++)
        {
            if (_ids[node] != NoToken)
                yield return (_ids[node], i + 1);
        }
    }
}
