using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;
using Orleans.Serialization;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>The services of silos and clients.</summary>
internal static class DefaultServices
{
    public static void AddSilo(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Silo)))
            return;

        AddCommon(services);
        services.TryAddSingleton<GatewayHub>();
        services.AddSingleton<Silo>();
        services.AddHostedService(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton<ISiloLifecycle>(provider => provider.GetRequiredService<SiloLifecycle>());
        services.AddSingleton<ILocalSiloDetails, LocalSiloDetails>();
        services.AddSingleton<ActivationDirectory>();
        services.AddSingleton<Catalog>();
        services.AddSingleton<ActivationCollector>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ActivationCollector>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloInstruments>();
        services.AddSingleton<SiloLease>();
        services.TryAddSingleton<IGrainLocator, SingleSiloLocator>();
        services.AddSingleton<SendsInProgress>();
        services.AddSingleton<MessageRouter>();
        services.AddSingleton<IMessageClient>(provider => new MessageClient(
            provider.GetRequiredService<MessageRouter>(),
            provider.GetRequiredService<IOptions<SiloMessagingOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));

        services.AddSingleton<GrainRuntime>();
        services.AddSingleton<IGrainRuntime>(provider => provider.GetRequiredService<GrainRuntime>());
        services.AddSingleton<ITimerRegistry, TimerRegistry>();
        services.AddSingleton<IPersistentStateFactory, PersistentStateFactory>();
        services.AddSingleton<IAttributeToFactoryMapper<PersistentStateAttribute>, PersistentStateAttributeMapper>();
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddTransient(_ => RuntimeContext.Current
            ?? throw new InvalidOperationException("There is a grain context only in a grain's own code, on its scheduler."));
        services.AddKeyedTransient<IGrainExtension, AsyncEnumerableGrainExtension>(typeof(IAsyncEnumerableGrainExtension));
    }

    public static void AddClient(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ClientConnection)))
            return;

        AddCommon(services);
        NetworkServices.AddClient(services);
        services.AddSingleton<ClientConnection>();
        services.AddSingleton<IHostedService>(provider => IsInProcess(provider) ? provider.GetRequiredService<ClientConnection>() : provider.GetRequiredService<GatewayConnections>());
        services.AddSingleton<IMessageClient>(provider => new MessageClient(
            IsInProcess(provider) ? provider.GetRequiredService<ClientConnection>() : provider.GetRequiredService<GatewayConnections>(),
            provider.GetRequiredService<IOptions<ClientMessagingOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
    }

    // A client has a hub in a test cluster, or in the host of a silo; elsewhere it has a network.
    private static bool IsInProcess(IServiceProvider provider) => provider.GetService<GatewayHub>() is not null;

    private static void AddCommon(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GrainInterfaceMap>();
        services.AddSingleton<GrainReferenceActivator>();
        services.AddSingleton<GrainReferenceRuntime>();
        services.AddSingleton<ObserverRegistry>();
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IClusterClient, ClusterClient>();
        services.AddSerializer();
    }

    private sealed class GrainContextAccessor : IGrainContextAccessor
    {
        public IGrainContext GrainContext => RuntimeContext.Current!;
    }
}
