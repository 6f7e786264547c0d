using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Messaging;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>The services of silos and clients that are reached over TCP.</summary>
internal static class NetworkServices
{
    public static void AddSilo(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(SiloNetwork)))
            return;

        AddCommon<SiloMessagingOptions>(services);
        services.AddSingleton(provider => new SiloConnections(
            provider.GetRequiredService<ConnectionDialer>(),
            provider.GetRequiredService<ConnectionShared>(),
            Self(provider),
            new Lazy<IMessageRouter>(provider.GetRequiredService<MessageRouter>)));
        services.AddSingleton<IMessageTransport>(provider => provider.GetRequiredService<SiloConnections>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SiloConnectionHandler>(provider, Self(provider), provider.GetRequiredService<MessageRouter>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GatewayConnectionHandler>(provider, Self(provider), provider.GetRequiredService<MessageRouter>()));
        services.AddSingleton<ConnectedClients>();
        services.AddSingleton<SiloNetwork>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloNetwork>());
    }

    public static void AddClient(IServiceCollection services)
    {
        AddCommon<ClientMessagingOptions>(services);
        services.AddSingleton<GatewayConnections>();
        services.AddSingleton<IGatewayListProvider>(_ => throw new OrleansConfigurationException(
            "The client does not know its cluster's gateways: call UseLocalhostClustering, UseStaticClustering, or what the cluster's silos are configured with."));
    }

    private static SiloAddress Self(IServiceProvider provider) => provider.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private static void AddCommon<TMessagingOptions>(IServiceCollection services) where TMessagingOptions : MessagingOptions
    {
        services.TryAddSingleton(provider => new ConnectionShared(
            provider,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Connection>>(),
            provider.GetRequiredService<IOptions<ClusterOptions>>(),
            provider.GetRequiredService<IOptions<TMessagingOptions>>().Value,
            provider.GetRequiredService<IOptions<ConnectionOptions>>().Value));
        services.TryAddSingleton<ConnectionSecurity>();
        services.TryAddSingleton<ConnectionDialer>();
    }
}
