using System.Collections.Frozen;

namespace Samantha.Modeling.Tokenization.Text;

/// <summary>
/// The characters that spell bytes in a byte-level vocabulary (GPT-2): printable Latin-1 stands for itself,
/// the 68 other bytes for U+0100 onwards in their order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Spelling = CreateSpelling();

    private static readonly FrozenDictionary<char, byte> Bytes =
        Enumerable.Range(0, 256).ToFrozenDictionary(value => Spelling[value], value => (byte)value);

    /// <summary>The 256 characters, by byte.</summary>
    public static ReadOnlySpan<char> Characters => Spelling;

    public static string Spell(ReadOnlySpan<byte> utf8)
    {
        Span<char> spelled = utf8.Length <= 256 ? stackalloc char[utf8.Length] : new char[utf8.Length];
        for (var i = 0; i < utf8.Length; i++)
            spelled[i] = Spelling[utf8[i]];
        return spelled.ToString();
    }

    public static bool TryGetByte(char character, out byte value) => Bytes.TryGetValue(character, out value);

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
