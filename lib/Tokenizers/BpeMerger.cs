namespace Microsoft.ML.Tokenizers;

/// <summary>
/// Applies merges to the symbols of a piece: always the best-ranked pair, the leftmost of equals
/// (Sennrich et al., 2016), over a linked list with a heap of candidates, in O(n log n).
/// </summary>
internal sealed class BpeMerger(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Id)> merges)
{
    /// <summary>Merges in place what can be merged. A symbol is a token id and the length of what it stands for.</summary>
    public void Apply(List<(int Id, int Length)> symbols)
    {
        var count = symbols.Count;
        if (count < 2)
            return;

        var ids = new int[count];
        var lengths = new int[count];
        var previous = new int[count];
        var next = new int[count];
        for (var i = 0; i < count; i++)
        {
            (ids[i], lengths[i]) = symbols[i];
            previous[i] = i - 1;
            next[i] = i + 1;
        }

        var candidates = new PriorityQueue<(int Position, int Id), (int Rank, int Position)>();
        for (var i = 0; i < count - 1; i++)
            Propose(i);

        while (candidates.TryDequeue(out var candidate, out _))
        {
            var (position, id) = candidate;
            // An entry is stale when its left symbol is gone or the pair has changed since.
            if (ids[position] < 0 || next[position] == count)
                continue;
            var right = next[position];
            if (!merges.TryGetValue((ids[position], ids[right]), out var merge) || merge.Id != id)
                continue;

            ids[position] = id;
            lengths[position] += lengths[right];
            ids[right] = -1;
            next[position] = next[right];
            if (next[position] < count)
                previous[next[position]] = position;

            if (previous[position] >= 0)
                Propose(previous[position]);
            if (next[position] < count)
                Propose(position);
        }

        symbols.Clear();
        for (var i = 0; i < count; i = next[i])
            symbols.Add((ids[i], lengths[i]));

        void Propose(int position)
        {
            if (merges.TryGetValue((ids[position], ids[next[position]]), out var merge))
                candidates.Enqueue((position, merge.Id), (merge.Rank, position));
        }
    }
}
