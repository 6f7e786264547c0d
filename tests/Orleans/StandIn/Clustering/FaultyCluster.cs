using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;
using Orleans.TestingHost;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>A whole cluster whose time stands until it is advanced, and whose silos can be cut off from the table and from each other.</summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private readonly List<FaultyTable> _tables = [];

    private readonly MemoryClusterTable _table;

    private FaultyCluster() => _table = new MemoryClusterTable(Clock);

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public ManualTimeProvider Clock { get; } = new();

    public Probe Probe { get; } = new();

    public static async Task<FaultyCluster> StartAsync(short count, TimeSpan probeTimeout, Action<ISiloBuilder>? configure = null)
    {
        var cluster = new FaultyCluster();
        var builder = new InProcessTestClusterBuilder(count);
        builder.ConfigureHost(host => host.Services.AddSingleton<TimeProvider>(cluster.Clock));
        builder.ConfigureSilo((_, silo) =>
        {
            var faulty = new FaultyTable(cluster._table);
            cluster._tables.Add(faulty);
            silo.Services.AddSingleton<IClusterTable>(faulty);
            silo.Services.AddSingleton(cluster.Probe);
            silo.AddMemoryGrainStorageAsDefault();
            silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = probeTimeout);
            configure?.Invoke(silo);
        });
        cluster.Cluster = builder.Build();
        await cluster.Cluster.DeployAsync();
        await cluster.SettleAsync();
        return cluster;
    }

    public FaultyTable Table(int silo) => _tables[silo];

    public InProcessSiloHandle Silo(int silo) => Cluster.Silos[silo];

    public ClusterMembership Membership(int silo) => Silo(silo).ServiceProvider.GetRequiredService<ClusterMembership>();

    /// <summary>Lets every silo renew its lease and give away what it has too much of.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var silo in Cluster.GetActiveSilos())
                await silo.ServiceProvider.GetRequiredService<ClusterMembership>().RenewAsync();
        }
    }

    /// <summary>Kills a silo; its lease is over at once.</summary>
    public async Task KillAsync(InProcessSiloHandle silo)
    {
        await Cluster.KillSiloAsync(silo);
        _table.TryBury(silo.SiloAddress).ShouldBeTrue();
        await SettleAsync();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var table in _tables)
            table.LetGo();

        return new(Clock.CreepUntilAsync(Cluster.DisposeAsync().AsTask()));
    }
}
