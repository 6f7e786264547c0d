using Orleans.Runtime;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>
/// Identifiers that were read lately, on each thread: the same few types and keys come again and again, and need not
/// be made anew. A place is taken over by the next identifier that hashes to it.
/// </summary>
internal static class IdSpanCache
{
    private const int Size = 1024;
    private const int LongestKept = 64;

    [ThreadStatic]
    private static IdSpan[]? t_cache;

    public static IdSpan Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestKept)
            return new IdSpan(bytes.ToArray());

        var cache = t_cache ??= new IdSpan[Size];
        ref var place = ref cache[StableHash.ComputeHash(bytes) & (Size - 1)];
        if (place.IsDefault || !place.AsSpan().SequenceEqual(bytes))
            place = new IdSpan(bytes.ToArray());

        return place;
    }
}
