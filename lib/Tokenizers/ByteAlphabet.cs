using System.Collections.Frozen;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// GPT-2's spelling of bytes: printable Latin-1 stands for itself, the 68 others for U+0100 onwards in their order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Spelling = CreateSpelling();

    private static readonly FrozenDictionary<char, byte> Bytes =
        Enumerable.Range(0, 256).ToFrozenDictionary(value => Spelling[value], value => (byte)value);

    /// <summary>Spells <paramref name="text"/>; <paramref name="units"/> receives each byte's UTF-16 position in it.</summary>
    public static string Spell(ReadOnlySpan<char> text, out int[] units)
    {
        var spelled = new StringBuilder(text.Length);
        var positions = new List<int>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed);
            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            {
                spelled.Append(Spelling[value]);
                positions.Add(i);
            }

            i += consumed;
        }

        units = [.. positions];
        return spelled.ToString();
    }

    /// <summary>Appends the bytes that <paramref name="token"/> spells; a character that spells none counts as its UTF-8 bytes.</summary>
    public static void AppendBytes(ReadOnlySpan<char> token, List<byte> bytes)
    {
        foreach (var c in token)
        {
            if (Bytes.TryGetValue(c, out var value))
                bytes.Add(value);
            else
                bytes.AddRange(Encoding.UTF8.GetBytes([c]));
        }
    }

    private static char[] CreateSpelling()
    {
        var spelling = new char[256];
        var next = (char)256;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            spelling[value] = printable ? (char)value : next++;
        }

        return spelling;
    }
}
