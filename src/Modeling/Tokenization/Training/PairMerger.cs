using System.Runtime.InteropServices;

namespace Samantha.Modeling.Tokenization.Training;

/// <summary>
/// Finds and applies the most frequent pair of neighbouring symbols, over and over (Sennrich et al., 2016, algorithm 1).
/// A merge touches only the words that hold its pair; the heap of pairs is corrected when a stale entry comes up.
/// Of equally frequent pairs the one of the lowest ids comes first.
/// </summary>
internal sealed class PairMerger
{
    private readonly List<int>[] _words;
    private readonly long[] _counts;
    private readonly Dictionary<(int Left, int Right), long> _pairCounts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _pairWords = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> _queue = new();

    /// <param name="words">Distinct words as symbols, and how often each occurs.</param>
    public PairMerger(IReadOnlyList<(int[] Symbols, long Count)> words)
    {
        _words = [.. words.Select(word => new List<int>(word.Symbols))];
        _counts = [.. words.Select(word => word.Count)];
        for (var index = 0; index < _words.Length; index++)
        {
            for (var i = 0; i + 1 < _words[index].Count; i++)
                Count((_words[index][i], _words[index][i + 1]), index, +1);
        }

        foreach (var (pair, count) in _pairCounts)
            Enqueue(pair, count);
    }

    /// <summary>The most frequent pair and its count; null when no word has a pair left.</summary>
    public ((int Left, int Right) Pair, long Count)? TakeBest()
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = _pairCounts.GetValueOrDefault(pair);
            if (count <= 0)
                continue;
            if (count == -priority.Count)
                return (pair, count);
            Enqueue(pair, count);
        }

        return null;
    }

    /// <summary>Puts <paramref name="merged"/> in place of every occurrence of <paramref name="pair"/>.</summary>
    public void Merge((int Left, int Right) pair, int merged)
    {
        if (!_pairWords.Remove(pair, out var words))
            return;

        var grown = new HashSet<(int Left, int Right)>();
        foreach (var index in words)
            MergeIn(index, pair, merged, grown);

        _pairCounts.Remove(pair);
        foreach (var neighbour in grown)
        {
            if (_pairCounts.TryGetValue(neighbour, out var count) && count > 0)
                Enqueue(neighbour, count);
        }
    }

    private void MergeIn(int index, (int Left, int Right) pair, int merged, HashSet<(int Left, int Right)> grown)
    {
        var word = _words[index];
        var written = 0;
        for (var i = 0; i < word.Count; i++)
        {
            if (i + 1 == word.Count || word[i] != pair.Left || word[i + 1] != pair.Right)
            {
                word[written++] = word[i];
                continue;
            }

            // What stands left of the pair is already rewritten, what stands right of it is not yet.
            if (written > 0)
            {
                Count((word[written - 1], pair.Left), index, -1);
                Grow((word[written - 1], merged));
            }

            if (i + 2 < word.Count)
            {
                Count((pair.Right, word[i + 2]), index, -1);
                Grow((merged, word[i + 2]));
            }

            word[written++] = merged;
            i++;
        }

        word.RemoveRange(written, word.Count - written);

        void Grow((int Left, int Right) neighbour)
        {
            Count(neighbour, index, +1);
            grown.Add(neighbour);
        }
    }

    private void Count((int Left, int Right) pair, int word, int times)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_pairCounts, pair, out _) += times * _counts[word];
        if (times < 0)
            return;
        ref var words = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairWords, pair, out _);
        (words ??= []).Add(word);
    }

    private void Enqueue((int Left, int Right) pair, long count) => _queue.Enqueue(pair, (-count, pair.Left, pair.Right));
}
