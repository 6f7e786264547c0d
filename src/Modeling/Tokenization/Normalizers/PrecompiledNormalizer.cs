using System.Globalization;
using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's character map: grapheme clusters, or else code points, that the map knows are replaced by what it says.
/// The map is a double-array trie over UTF-8 bytes (Aoe, 1989; the layout of darts-clone), then zero-terminated strings.
/// </summary>
internal sealed class PrecompiledNormalizer : INormalizer
{
    private const int LongestCluster = 5;

    private readonly uint[] _trie;
    private readonly byte[] _strings;

    /// <exception cref="TokenizerFormatException">The map is cut off.</exception>
    public PrecompiledNormalizer(byte[] map)
    {
        var trieBytes = map.Length < 4 ? -1 : BitConverter.ToInt32(map);
        if (trieBytes < 4 || trieBytes % 4 != 0 || trieBytes > map.Length - 4)
            throw new TokenizerFormatException("The precompiled character map is cut off. Export the tokenizer again.");

        _trie = new uint[trieBytes / 4];
        Buffer.BlockCopy(map, 4, _trie, 0, trieBytes);
        _strings = map[(4 + trieBytes)..];
    }

    public AlignedText Normalize(AlignedText text)
    {
        var changes = new List<RuneChange>(text.Text.Length);
        var rest = text.Text.AsSpan();
        var modified = false;
        while (!rest.IsEmpty)
        {
            var cluster = rest[..StringInfo.GetNextTextElementLength(rest)];
            rest = rest[cluster.Length..];
            if (Encoding.UTF8.GetByteCount(cluster) <= LongestCluster && Find(cluster) is { } replacement)
            {
                AddReplacement(changes, cluster, replacement);
                modified = true;
                continue;
            }

            foreach (var rune in cluster.EnumerateRunes())
            {
                if (Find(rune.ToString()) is { } single)
                {
                    AddReplacement(changes, rune.ToString(), single);
                    modified = true;
                }
                else
                {
                    changes.Add(new RuneChange(rune, 0));
                }
            }
        }

        return modified ? text.Transform(changes) : text;
    }

    private static void AddReplacement(List<RuneChange> changes, ReadOnlySpan<char> old, string replacement)
    {
        var oldCount = 0;
        foreach (var _ in old.EnumerateRunes())
            oldCount++;

        var newCount = 0;
        foreach (var rune in replacement.EnumerateRunes())
            changes.Add(new RuneChange(rune, newCount++ < oldCount ? 0 : 1));

        // Surplus old code points are dropped after the last new one; where nothing came before, there is none to say so.
        if (newCount < oldCount && changes.Count > 0)
            changes[^1] = changes[^1] with { Change = changes[^1].Change + newCount - oldCount };
    }

    /// <summary>What the map puts in place of the shortest prefix of <paramref name="text"/> that it knows; null if it knows none.</summary>
    private string? Find(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[LongestCluster];
        var length = Encoding.UTF8.GetBytes(text, utf8);
        var node = Offset(_trie[0]);
        foreach (var value in utf8[..length])
        {
            node ^= value;
            if (value == 0 || node >= _trie.Length || (_trie[node] & 0x800000FF) != value)
                return null;
            var unit = _trie[node];
            node ^= Offset(unit);
            if ((unit >> 8 & 1) == 1)
                return node < _trie.Length ? StringAt((int)(_trie[node] & 0x7FFFFFFF)) : null;
        }

        return null;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1 << 9)) >> 6);

    private string? StringAt(int start)
    {
        if (start >= _strings.Length)
            return null;
        var end = Array.IndexOf(_strings, (byte)0, start);
        return Encoding.UTF8.GetString(_strings, start, (end < 0 ? _strings.Length : end) - start);
    }
}
