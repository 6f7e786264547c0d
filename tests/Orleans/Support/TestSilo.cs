using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Samantha.Orleans.Tests.Support;

/// <summary>A cluster of one silo with a client, a probe and, if wanted, a clock that the test moves.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private TestSilo(InProcessTestCluster cluster, Probe probe, ManualTimeProvider? clock)
    {
        Cluster = cluster;
        Probe = probe;
        Clock = clock ?? new ManualTimeProvider();
    }

    public InProcessTestCluster Cluster { get; }

    public IClusterClient Client => Cluster.Client;

    public Probe Probe { get; }

    public ManualTimeProvider Clock { get; }

    public static async Task<TestSilo> StartAsync(Action<ISiloBuilder>? configure = null, bool manualClock = false, Action<IClientBuilder>? configureClient = null)
    {
        var probe = new Probe();
        var clock = manualClock ? new ManualTimeProvider() : null;
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureHost(host =>
        {
            if (clock is not null)
                host.Services.AddSingleton<TimeProvider>(clock);
        });
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(probe);
            silo.AddMemoryGrainStorageAsDefault();
            configure?.Invoke(silo);
        });
        if (configureClient is not null)
            builder.ConfigureClient(configureClient);

        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilo(cluster, probe, clock);
    }

    public T Grain<T>(string key = "a") where T : IGrainWithStringKey => Client.GetGrain<T>(key);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
