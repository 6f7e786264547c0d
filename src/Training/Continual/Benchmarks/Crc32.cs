namespace Samantha.Training.Continual.Benchmarks;

/// <summary>The checksum of ISO 3309 that zlib and Python's <c>zlib.crc32</c> compute: polynomial 0x04C11DB7, reflected.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = uint.MaxValue;
        foreach (var value in bytes)
            hash = (hash >> 8) ^ Table[(byte)(hash ^ value)];
        return ~hash;
    }

    private static uint Entry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry >> 1) ^ (0xEDB88320 & (0 - (entry & 1)));
        return entry;
    }
}
