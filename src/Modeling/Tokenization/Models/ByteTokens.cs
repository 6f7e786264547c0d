using System.Globalization;

namespace Samantha.Modeling.Tokenization.Models;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of SentencePiece's byte fallback.</summary>
internal static class ByteTokens
{
    /// <summary>The 256 ids by byte; null unless the vocabulary has all of them.</summary>
    public static int[]? Find(Vocabulary vocabulary)
    {
        var ids = new int[256];
        for (var value = 0; value < 256; value++)
        {
            if (vocabulary.Id($"<0x{value:X2}>") is not { } id)
                return null;
            ids[value] = id;
        }

        return ids;
    }

    public static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == 6
            && token.StartsWith("<0x", StringComparison.Ordinal)
            && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
