using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Runtime;

/// <summary>What the two ends of a connection tell each other first: who they are, and whom they mean to have reached.</summary>
internal sealed record Preamble(string ClusterId, string ServiceId)
{
    public const int ProtocolVersion = 1;

    private const uint Version = 0;
    private const uint Cluster = 1;
    private const uint Service = 2;
    private const uint SiloField = 3;
    private const uint ClientField = 4;
    private const uint TargetField = 5;
    private const uint RefusalField = 6;

    public int PeerVersion { get; private init; } = ProtocolVersion;

    /// <summary>The silo that speaks; null if a client does.</summary>
    public SiloAddress? Silo { get; init; }

    /// <summary>The client that speaks.</summary>
    public GrainId Client { get; init; }

    /// <summary>The silo that is meant, if its run is known: another one at the same endpoint is not it.</summary>
    public SiloAddress? Target { get; init; }

    /// <summary>Why the connection is refused; null if it is not.</summary>
    public string? Refusal { get; init; }

    public void Write(FieldWriter writer)
    {
        writer.BeginSession();
        writer.WriteField(Version, PeerVersion);
        writer.WriteField(Cluster, ClusterId);
        writer.WriteField(Service, ServiceId);
        writer.WriteField(SiloField, Silo);
        writer.WriteField(ClientField, Client);
        writer.WriteField(TargetField, Target);
        writer.WriteField(RefusalField, Refusal);
        writer.WriteEnd();
    }

    public static Preamble Read(FieldReader reader)
    {
        var preamble = new Preamble("", "");
        while (reader.NextField(out var id))
        {
            switch (id)
            {
                case Version:
                    preamble = preamble with { PeerVersion = reader.ReadValue<int>() };
                    break;
                case Cluster:
                    preamble = preamble with { ClusterId = reader.ReadValue<string>() ?? "" };
                    break;
                case Service:
                    preamble = preamble with { ServiceId = reader.ReadValue<string>() ?? "" };
                    break;
                case SiloField:
                    preamble = preamble with { Silo = reader.ReadValue<SiloAddress>() };
                    break;
                case ClientField:
                    preamble = preamble with { Client = reader.ReadValue<GrainId>() };
                    break;
                case TargetField:
                    preamble = preamble with { Target = reader.ReadValue<SiloAddress>() };
                    break;
                case RefusalField:
                    preamble = preamble with { Refusal = reader.ReadValue<string>() };
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEnd();
        return preamble;
    }

    /// <summary>Why this end, which is described, does not speak with one that says <paramref name="peer"/>; null if it does.</summary>
    public string? Refuse(Preamble peer)
    {
        if (peer.PeerVersion != PeerVersion)
            return $"the protocol versions are {peer.PeerVersion} and {PeerVersion}";

        if (peer.ClusterId != ClusterId)
            return $"it belongs to cluster \"{peer.ClusterId}\", not to \"{ClusterId}\"; set ClusterOptions.ClusterId";

        if (peer.ServiceId != ServiceId)
            return $"it belongs to service \"{peer.ServiceId}\", not to \"{ServiceId}\"; set ClusterOptions.ServiceId";

        return peer.Target is { } target && Silo is { } silo && !target.Equals(silo)
            ? $"silo {target} was meant, and this is {silo}"
            : null;
    }
}
