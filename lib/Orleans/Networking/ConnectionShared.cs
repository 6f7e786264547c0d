using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>What the connections of one host share.</summary>
internal sealed class ConnectionShared(IServiceProvider services, TimeProvider clock, ILogger<Connection> logger, IOptions<ClusterOptions> cluster, MessagingOptions messaging, ConnectionOptions connections)
{
    public IServiceProvider Services => services;

    public TimeProvider Clock => clock;

    public ILogger Logger => logger;

    public ClusterOptions Cluster => cluster.Value;

    public int MaxFrameSize => messaging.MaxMessageBodySize + messaging.MaxMessageHeaderSize;

    public TimeSpan OpenTimeout => connections.OpenConnectionTimeout;

    /// <summary>How long to wait after the first failure to connect; longer after each further one.</summary>
    public TimeSpan RetryDelay => connections.ConnectionRetryDelay;

    /// <summary>After so long a silence the peer is asked whether it is there, and after three times as long it is not.</summary>
    public TimeSpan KeepAlivePeriod => TimeSpan.FromSeconds(5);
}
