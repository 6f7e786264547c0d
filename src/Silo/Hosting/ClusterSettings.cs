namespace Samantha.Silo.Hosting;

/// <summary>This silo among others. A silo without a <see cref="SiloPort"/> is alone and needs none of it.</summary>
public sealed class ClusterSettings
{
    /// <summary>Where a silo of the cluster profile listens for others unless set.</summary>
    public const int DefaultSiloPort = 11111;

    /// <summary>Where it listens for clients unless set.</summary>
    public const int DefaultGatewayPort = 30000;

    /// <summary>The silo's name, of its own among those that run; the machine's in the cluster profile, else <c>silo-0</c>.</summary>
    public string? Silo { get; set; }

    /// <summary>Where it listens for other silos; unless set, 11111 in the cluster profile, and else the silo is alone.</summary>
    public int? SiloPort { get; set; }

    /// <summary>Where it listens for clients of the cluster; 0: nowhere. Unless set, 30000 in the cluster profile and else 0.</summary>
    public int? GatewayPort { get; set; }

    /// <summary>The IP address under which other silos reach it. Beyond loopback with a <see cref="Certificate"/>, or <see cref="Unencrypted"/>.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Silos of the same id, in the same database, are one cluster.</summary>
    public string Id { get; set; } = "samantha";

    /// <summary>How long a silo that is gone without a word keeps its grains from others; 2 seconds or more.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>PEM file of the certificate by which silos know each other.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its private key.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>PEM file of the authority that signed the certificates of all silos and of the cluster's clients, and of nobody else.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>Says that others cannot reach the network between the silos, so that it needs no certificates.</summary>
    public bool Unencrypted { get; set; }

    /// <summary>Stops the silo when its standard input ends, as it does when the process that started it is gone.</summary>
    public bool StopWithInput { get; set; }

    /// <summary>Whether the silo is one of several.</summary>
    public bool IsMember => SiloPort is not null;
}
