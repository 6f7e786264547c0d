using System.Net;

namespace Orleans.Configuration;

/// <summary>Which cluster a silo or client belongs to.</summary>
public class ClusterOptions
{
    /// <summary>The identity of a cluster unless set.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The identity of a service unless set.</summary>
    public const string DefaultServiceId = "default";

    /// <summary>The cluster: silos with the same identity find each other.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>The service: it stays the same through deployments, and stored state belongs to it.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>A silo's name.</summary>
public class SiloOptions
{
    /// <summary>The name, for logs.</summary>
    public string SiloName { get; set; } = "";
}

/// <summary>A silo's network addresses.</summary>
public class EndpointOptions
{
    /// <summary>The port for silos unless set.</summary>
    public const int DEFAULT_SILO_PORT = 11111;

    /// <summary>The port for clients unless set.</summary>
    public const int DEFAULT_GATEWAY_PORT = 30000;

    /// <summary>The address under which others find the silo.</summary>
    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The port for silos.</summary>
    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    /// <summary>The port for clients; 0 for none.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where the silo listens for silos, if not at the advertised address.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Where the silo listens for clients, if not at the advertised address.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}

/// <summary>How connections are made.</summary>
public class ConnectionOptions
{
    /// <summary>How long to wait after a failure to connect: one second unless set, and longer after each further failure.</summary>
    public TimeSpan ConnectionRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long connecting may take: five seconds unless set.</summary>
    public TimeSpan OpenConnectionTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>How a client looks for gateways.</summary>
public class GatewayOptions
{
    /// <summary>How often the list of gateways is read: every minute unless set.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>When activations are deactivated.</summary>
public class GrainCollectionOptions
{
    /// <summary>How long an activation may idle: 15 minutes unless set.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Ages of grain classes by their full names.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    /// <summary>How often idle activations are looked for: every minute unless set.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may take to start: 30 seconds unless set.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may take to end: 30 seconds unless set.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
