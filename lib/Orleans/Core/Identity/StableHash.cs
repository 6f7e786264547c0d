using System.Text;

namespace Orleans;

/// <summary>Hashes that are the same in every process and on every machine.</summary>
public static class StableHash
{
    // FNV-1a (Fowler, Noll, Vo 1991), then MurmurHash3's 32-bit finalizer (Appleby 2011) so that
    // keys which differ in their last byte alone still spread over the low bits that tables use.
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>Hashes <paramref name="data"/>.</summary>
    public static uint ComputeHash(ReadOnlySpan<byte> data)
    {
        var hash = OffsetBasis;
        foreach (var value in data)
            hash = (hash ^ value) * Prime;

        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    /// <summary>Hashes the UTF-8 form of <paramref name="data"/>.</summary>
    public static uint ComputeHash(string data) => ComputeHash(Encoding.UTF8.GetBytes(data));
}
