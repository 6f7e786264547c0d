using System.Buffers.Text;
using System.Text;

namespace Orleans.Runtime;

/// <summary>Writes and reads integer and GUID keys: hexadecimal digits, then <c>+extension</c> for compound keys.</summary>
public static class GrainIdKeyExtensions
{
    private const byte ExtensionSeparator = (byte)'+';

    /// <summary>Creates an integer key.</summary>
    public static IdSpan CreateIntegerKey(long key) => CreateIntegerKey(key, (string?)null);

    /// <summary>Creates an integer key with an extension.</summary>
    public static IdSpan CreateIntegerKey(long key, string? keyExtension)
    {
        Span<byte> digits = stackalloc byte[16];
        Utf8Formatter.TryFormat(key, digits, out var length, 'X');
        return Create(digits[..length], keyExtension);
    }

    /// <summary>Creates a GUID key.</summary>
    public static IdSpan CreateGuidKey(Guid key) => CreateGuidKey(key, (string?)null);

    /// <summary>Creates a GUID key with an extension.</summary>
    public static IdSpan CreateGuidKey(Guid key, string? keyExtension)
    {
        Span<byte> digits = stackalloc byte[32];
        Utf8Formatter.TryFormat(key, digits, out var length, 'N');
        return Create(digits[..length], keyExtension);
    }

    /// <summary>Reads an integer key and its extension, if it has one.</summary>
    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt)
    {
        var digits = Split(grainId, out keyExt);
        return Utf8Parser.TryParse(digits, out key, out var read, 'X') && read == digits.Length;
    }

    /// <summary>Reads an integer key and its extension, if it has one.</summary>
    public static long GetIntegerKey(this GrainId grainId, out string? keyExt) =>
        grainId.TryGetIntegerKey(out var key, out keyExt)
            ? key
            : throw new ArgumentException($"Unable to parse integer key from grain id \"{grainId}\"");

    /// <summary>Reads an integer key.</summary>
    public static long GetIntegerKey(this GrainId grainId) => grainId.GetIntegerKey(out _);

    /// <summary>Reads a GUID key and its extension, if it has one.</summary>
    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt)
    {
        var digits = Split(grainId, out keyExt);
        return Utf8Parser.TryParse(digits, out key, out var read, 'N') && read == digits.Length;
    }

    /// <summary>Reads a GUID key and its extension, if it has one.</summary>
    public static Guid GetGuidKey(this GrainId grainId, out string? keyExt) =>
        grainId.TryGetGuidKey(out var key, out keyExt)
            ? key
            : throw new ArgumentException($"Unable to parse Guid key from grain id \"{grainId}\"");

    /// <summary>Reads a GUID key.</summary>
    public static Guid GetGuidKey(this GrainId grainId) => grainId.GetGuidKey(out _);

    private static IdSpan Create(ReadOnlySpan<byte> digits, string? extension)
    {
        if (string.IsNullOrWhiteSpace(extension))
            return new(digits.ToArray());

        var buffer = new byte[digits.Length + 1 + Encoding.UTF8.GetByteCount(extension)];
        digits.CopyTo(buffer);
        buffer[digits.Length] = ExtensionSeparator;
        Encoding.UTF8.GetBytes(extension, buffer.AsSpan(digits.Length + 1));
        return new(buffer);
    }

    private static ReadOnlySpan<byte> Split(GrainId grainId, out string? extension)
    {
        extension = null;
        var key = grainId.Key.AsSpan();
        var separator = key.IndexOf(ExtensionSeparator);
        if (separator < 0)
            return key;

        extension = Encoding.UTF8.GetString(key[(separator + 1)..]);
        return key[..separator];
    }
}
