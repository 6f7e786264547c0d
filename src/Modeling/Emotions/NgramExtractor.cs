using System.Numerics;
using System.Runtime.InteropServices;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// The n-grams of a text as 32-bit fingerprints: one to three words in a row, two words with one between them, and three
/// to five characters in a row inside a word and the spaces around it. The highest bit tells characters from words.
/// </summary>
internal static class NgramExtractor
{
    /// <summary>Fingerprints from here on are of characters.</summary>
    public const uint FirstOfCharacters = 0x8000_0000;

    private const int LongestWords = 3;
    private const int ShortestCharacters = 3;
    private const int LongestCharacters = 5;
    private const ulong Skip = 9;
    private const ulong Characters = 16;

    // The words' hashes before the first token and after the last.
    private const ulong Begin = 0x9AE1_6A3B_2F90_404F;
    private const ulong End = 0xC949_D7C7_509E_6557;

    /// <summary>Every n-gram, as often as it occurs, in no particular order.</summary>
    public static List<uint> Extract(IReadOnlyList<EmotionToken> tokens)
    {
        var fingerprints = new List<uint>(tokens.Count * 24);
        var hashes = new ulong[tokens.Count + 2];
        hashes[0] = Begin;
        hashes[^1] = End;
        for (var i = 0; i < tokens.Count; i++)
        {
            hashes[i + 1] = Hash(tokens[i].Form);
            fingerprints.Add(OfWords(Mix(1, hashes[i + 1])));
            if (tokens[i].IsWord)
                AddCharacters($" {tokens[i].Form} ", fingerprints);
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            var hash = hashes[i];
            for (var n = 2; n <= LongestWords && i + n <= hashes.Length; n++)
            {
                hash = Mix(hash, hashes[i + n - 1]);
                fingerprints.Add(OfWords(Mix((ulong)n, hash)));
            }

            if (i + 2 < hashes.Length)
                fingerprints.Add(OfWords(Mix(Skip, Mix(hashes[i], hashes[i + 2]))));
        }

        return fingerprints;
    }

    private static void AddCharacters(ReadOnlySpan<char> word, List<uint> fingerprints)
    {
        for (var start = 0; start + ShortestCharacters <= word.Length; start++)
        {
            for (var n = ShortestCharacters; n <= LongestCharacters && start + n <= word.Length; n++)
                fingerprints.Add(Fold(Mix(Characters, Hash(word.Slice(start, n)))) | FirstOfCharacters);
        }
    }

    private static uint OfWords(ulong hash) => Fold(hash) & ~FirstOfCharacters;

    private static uint Fold(ulong hash) => (uint)(hash >> 32) ^ (uint)hash;

    // FNV-1a over UTF-16 units: these hashes are part of the model's format and never change.
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in MemoryMarshal.Cast<char, ushort>(text))
            hash = (hash ^ unit) * 1099511628211UL;
        return hash;
    }

    private static ulong Mix(ulong one, ulong other)
    {
        var mixed = (one ^ BitOperations.RotateLeft(other, 31)) * 0x9E37_79B9_7F4A_7C15UL;
        return mixed ^ (mixed >> 29);
    }
}
