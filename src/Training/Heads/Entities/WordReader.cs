using System.Runtime.InteropServices;
using Samantha.Modeling.Heads.Entities;

namespace Samantha.Training.Heads.Entities;

/// <summary>Reads raw text for what it tells of words.</summary>
internal sealed class WordReader
{
    private const int FewestForClass = 5;

    // Words that are contexts of others: the commonest.
    private const int Contexts = 2000;
    private const int SentenceEnd = -1;

    private readonly Dictionary<string, int> numbers = [];
    private readonly List<(int Count, int Inside, int Capital)> counts = [];
    private readonly List<int> text = [SentenceEnd];

    /// <summary>Reads some tokens in a row.</summary>
    public void Read(IReadOnlyList<string> tokens)
    {
        foreach (var (i, token) in tokens.Index())
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, token.ToLowerInvariant(), out var known);
            if (!known)
            {
                number = counts.Count;
                counts.Add(default);
            }

            var (count, inside, capital) = counts[number];
            var isInside = i > 0 && char.IsLetter(token[0]) && GoesOn(tokens[i - 1]);
            counts[number] = (count + 1, inside + (isInside ? 1 : 0), capital + (isInside && char.IsUpper(token[0]) ? 1 : 0));
            text.Add(number);
        }

        text.Add(SentenceEnd);
    }

    /// <summary>What was read, with words divided into so many classes, once for each number given.</summary>
    public WordKnowledge Know(IReadOnlyList<int> divisions, CancellationToken cancellationToken = default)
    {
        string[] words = [.. numbers.OrderBy(word => word.Value).Select(word => word.Key)];
        int[] common = [.. Enumerable.Range(0, words.Length).Where(word => counts[word].Count >= FewestForClass)
            .OrderByDescending(word => counts[word].Count).ThenBy(word => words[word], StringComparer.Ordinal)];
        var neighbours = Neighbours(common);
        var classes = divisions.Select(division => ExchangeClustering.Divide(neighbours, 2 * (Contexts + 1), division, cancellationToken)).ToList();
        var ranks = common.Index().ToDictionary(word => word.Item, word => word.Index);
        return new WordKnowledge(
            words.Index().ToDictionary(
                word => word.Item,
                word => new WordUse(
                    counts[word.Index].Count,
                    counts[word.Index].Inside,
                    counts[word.Index].Capital,
                    ranks.TryGetValue(word.Index, out var rank) ? [.. classes.Select(each => each[rank])] : [])),
            divisions.Count);
    }

    private static bool GoesOn(string before) => char.IsLetterOrDigit(before[^1]) || before is "," or ";" or "'";

    // How often each common word has each of the commonest, or a border, on its left and on its right.
    private (int Context, int Count)[][] Neighbours(int[] common)
    {
        var ranks = new int[counts.Count];
        Array.Fill(ranks, int.MaxValue);
        foreach (var (rank, word) in common.Index())
            ranks[word] = rank;

        var found = common.Select(_ => new Dictionary<int, int>()).ToArray();
        void Add(int word, int neighbour, int side)
        {
            var context = neighbour == SentenceEnd ? Contexts : ranks[neighbour];
            if (context <= Contexts && (context < Contexts || neighbour == SentenceEnd))
                CollectionsMarshal.GetValueRefOrAddDefault(found[word], side * (Contexts + 1) + context, out _)++;
        }

        for (var i = 1; i + 1 < text.Count; i++)
        {
            if (text[i] == SentenceEnd || ranks[text[i]] is not (var word and < int.MaxValue))
                continue;
            Add(word, text[i - 1], 0);
            Add(word, text[i + 1], 1);
        }

        return [.. found.Select(each => each.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).ToArray())];
    }
}
