using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>Settings of a test cluster.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster's identity.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>The service's identity.</summary>
    public string ServiceId { get; set; } = "";

    /// <summary>How many silos start.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Whether a client starts with them.</summary>
    public bool InitializeClientOnDeploy { get; set; }

    /// <summary>Configures the hosts of silos.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>Configures the hosts of clients.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}
