using System.Numerics;

namespace Samantha.Modeling.Heads;

/// <summary>The n-grams of one kind, as 64-bit hashes: a text seen one way, without a vocabulary (Weinberger et al. 2009).</summary>
/// <param name="Kind">What they are made of.</param>
/// <param name="Shortest">The fewest words or characters in a row; pairs have none of it.</param>
/// <param name="Longest">The most.</param>
public sealed record NgramView(NgramKind Kind, int Shortest = 1, int Longest = 1)
{
    // FNV-1a over UTF-16 units, then mixed: these hashes are part of the heads' format and never change.
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;
    private const ulong Begin = 0x9AE1_6A3B_2F90_404F;
    private const ulong End = 0xC949_D7C7_509E_6557;

    /// <summary>Each n-gram of a text and how often it occurs, in the order of the hashes.</summary>
    public IReadOnlyList<(ulong Hash, int Count)> Count(string text) => Count(new TextWords(text));

    internal IReadOnlyList<(ulong Hash, int Count)> Count(TextWords text)
    {
        var hashes = new List<ulong>(text.Spaced.Length * Math.Max(1, Longest - Shortest + 1));
        Collect(text, hashes);
        hashes.Sort();
        List<(ulong, int)> counts = new(hashes.Count);
        for (var i = 0; i < hashes.Count;)
        {
            var start = i;
            while (i < hashes.Count && hashes[i] == hashes[start])
                i++;
            counts.Add((hashes[start], i - start));
        }

        return counts;
    }

    /// <summary>Spreads a hash over all 64 bits.</summary>
    internal static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EBUL;
        return hash ^ (hash >> 31);
    }

    private void Collect(TextWords text, List<ulong> hashes)
    {
        switch (Kind)
        {
            case NgramKind.Words:
                AddWords([.. text.Words.Select(range => Hash(text.Spaced.AsSpan()[range]))], hashes);
                break;
            case NgramKind.Pairs:
                AddPairs([.. text.Words.Select(range => Hash(text.Spaced.AsSpan()[range])).Distinct().Order()], hashes);
                break;
            case NgramKind.Characters:
                AddCharacters(text.Spaced, hashes);
                break;
            default:
                foreach (var word in text.Words)
                    AddCharacters(text.Spaced.AsSpan()[(word.Start.Value - 1)..(word.End.Value + 1)], hashes);
                break;
        }
    }

    private void AddWords(ulong[] words, List<ulong> hashes)
    {
        for (var length = Shortest; length <= Longest; length++)
        {
            ulong[] row = length == 1 ? words : [Begin, .. words, End];
            for (var start = 0; start + length <= row.Length; start++)
            {
                var hash = Salt((ulong)length);
                foreach (var word in row.AsSpan(start, length))
                    hash = Mix(BitOperations.RotateLeft(hash, 5) ^ word);
                hashes.Add(hash);
            }
        }
    }

    private void AddPairs(ulong[] words, List<ulong> hashes)
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var j = i + 1; j < words.Length; j++)
                hashes.Add(Mix(Salt(0) ^ Mix(BitOperations.RotateLeft(words[i], 5) ^ words[j])));
        }
    }

    private void AddCharacters(ReadOnlySpan<char> text, List<ulong> hashes)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var hash = Basis;
            for (var length = 1; length <= Longest && start + length <= text.Length; length++)
            {
                hash = (hash ^ text[start + length - 1]) * Prime;
                if (length >= Shortest)
                    hashes.Add(Mix(hash ^ Salt(0)));
            }
        }
    }

    // Equal characters of two kinds are two n-grams.
    private ulong Salt(ulong length) => Mix(((ulong)Kind << 8) + length + 1);

    private static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = Basis;
        foreach (var unit in word)
            hash = (hash ^ unit) * Prime;
        return hash;
    }
}
