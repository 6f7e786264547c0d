namespace Samantha.Silo.Hosting;

/// <summary>What can be set from outside: appsettings.json, then <c>SAMANTHA__…</c> in the environment, then the command line.</summary>
public sealed class ServiceSettings
{
    /// <summary>The profile of one silo that needs nothing else.</summary>
    public const string EmbeddedProfile = "embedded";

    /// <summary>The profile of silos that share their storage.</summary>
    public const string ClusterProfile = "cluster";

    /// <summary>The port of HTTP; 0 takes a free one.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>The address to listen on. Beyond loopback only with <see cref="ApiKeys"/>.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Holds everything that the service remembers.</summary>
    public string Data { get; set; } = "data";

    /// <summary>The model to import at start; by default the one that comes with the platform.</summary>
    public string? Model { get; set; }

    /// <summary>How to store: <c>embedded</c> (SQLite and a folder under <see cref="Data"/>) or <c>cluster</c> (PostgreSQL, and blobs or a shared folder).</summary>
    public string Profile { get; set; } = EmbeddedProfile;

    /// <summary>Where the cluster profile stores.</summary>
    public StorageSettings Storage { get; set; } = new();

    /// <summary>The silo among others.</summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>Whoever sends one of these as a bearer token may use the service; none: everyone who reaches it.</summary>
    public List<string> ApiKeys { get; set; } = [];

    /// <summary>The largest request in bytes.</summary>
    public long LargestRequest { get; set; } = 256 * 1024;
}
