using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;
using Orleans.Runtime.ReminderService;

namespace Orleans.Hosting;

/// <summary>What a silo has when it is one of several; an <see cref="IClusterTable"/> is added by who calls this.</summary>
internal static class ClusterServices
{
    public static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ClusterMembership)))
            return;

        services.AddSingleton(CreateMembership);
        services.AddSingleton<ClusterTargets>();
        services.AddSingleton<LocalRegistrations>();
        services.AddSingleton<LocationCache>();
        services.AddSingleton<OwnedPartitions>();
        services.AddSingleton<ClusterTarget>();
        services.AddSingleton<ClusterDirectory>();
        services.AddSingleton<IActivationRegistrar>(provider => provider.GetRequiredService<ClusterDirectory>());
        services.AddSingleton<PlacementService>();
        services.AddSingleton<ClusterLocator>();
        services.Replace(ServiceDescriptor.Singleton<IGrainLocator>(provider => provider.GetRequiredService<ClusterLocator>()));
        services.RemoveAll<IReminderRing>();
        services.AddSingleton<IReminderRing, ClusterReminderRing>();
        services.AddSingleton<ClusterService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ClusterService>());
    }

    private static ClusterMembership CreateMembership(IServiceProvider services)
    {
        var silo = services.GetRequiredService<ILocalSiloDetails>();
        var row = new ClusterSilo(
            silo.SiloAddress, SiloStatus.Created, silo.Name, silo.GatewayAddress.Endpoint.Port, services.GetRequiredService<IOptions<SiloMetadata>>().Value.Metadata);
        return new ClusterMembership(
            row,
            services.GetRequiredService<IClusterTable>(),
            services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value,
            services.GetRequiredService<SiloLease>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ClusterMembership>>());
    }
}
