using System.Globalization;
using System.Net;

namespace Orleans.Runtime;

/// <summary>Identifies one run of one silo: its endpoint and a generation that each start makes anew.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private static readonly DateTime GenerationEpoch = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static int s_lastGeneration;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>The address that stands for none.</summary>
    public static SiloAddress Zero { get; } = New(new IPEndPoint(IPAddress.Any, 0), 0);

    /// <summary>The endpoint on which the silo can be reached.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Seconds since an epoch at which the silo started.</summary>
    public int Generation { get; }

    /// <summary>Creates an address.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <summary>Creates an address.</summary>
    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    /// <summary>The generation of a silo that starts now.</summary>
    public static int AllocateNewGeneration()
    {
        // Two runs in one process never have the same, however soon the second starts.
        var now = (int)((DateTime.UtcNow - GenerationEpoch).Ticks / TimeSpan.TicksPerSecond);
        int last, next;
        do
        {
            last = Volatile.Read(ref s_lastGeneration);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref s_lastGeneration, next, last) != last);

        return next;
    }

    /// <summary>Reads what <see cref="ToParsableString"/> writes.</summary>
    public static SiloAddress FromParsableString(string addr)
    {
        ArgumentNullException.ThrowIfNull(addr);
        var at = addr.LastIndexOf('@');
        if (at < 0 || !IPEndPoint.TryParse(addr.AsSpan(0, at), out var endpoint)
            || !int.TryParse(addr.AsSpan(at + 1), CultureInfo.InvariantCulture, out var generation))
            throw new FormatException("Invalid string SiloAddress: " + addr);

        return new(endpoint, generation);
    }

    /// <summary>The form <c>address:port@generation</c>.</summary>
    public string ToParsableString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint}@{Generation}");

    /// <inheritdoc/>
    public bool Equals(SiloAddress? other) =>
        other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <inheritdoc/>
    public int CompareTo(SiloAddress? other) =>
        other is null ? 1 : string.CompareOrdinal(ToParsableString(), other.ToParsableString());

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"S{Endpoint}:{Generation}");
}
