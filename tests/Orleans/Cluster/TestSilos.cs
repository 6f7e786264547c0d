using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Cluster;

/// <summary>A cluster of several silos with a client and a probe that all share.</summary>
public sealed class TestSilos : IAsyncDisposable
{
    private TestSilos(InProcessTestCluster cluster, Probe probe)
    {
        Cluster = cluster;
        Probe = probe;
    }

    public InProcessTestCluster Cluster { get; }

    public IClusterClient Client => Cluster.Client;

    public Probe Probe { get; }

    public static async Task<TestSilos> StartAsync(short count, Action<InProcessTestSiloSpecificOptions, ISiloBuilder>? configure = null)
    {
        var probe = new Probe();
        var builder = new InProcessTestClusterBuilder(count);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton(probe);
            silo.AddMemoryGrainStorageAsDefault();
            configure?.Invoke(options, silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilos(cluster, probe);
    }

    /// <summary>The silo that has a grain by now.</summary>
    public async Task<InProcessSiloHandle> HostOfAsync(IPlacedGrain grain)
    {
        var name = (await grain.Where()).Split(' ')[0];
        return Cluster.Silos.Single(silo => silo.Name == name);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
