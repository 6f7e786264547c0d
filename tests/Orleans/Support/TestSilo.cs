using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Samantha.Orleans.Tests.Support;

/// <summary>A cluster of one silo with a client, a probe and, if wanted, a clock that the test moves.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly InProcessTestCluster? _cluster;
    private readonly NetworkedSilo? _silo;
    private readonly NetworkedClient? _client;

    private TestSilo(InProcessTestCluster cluster, Probe probe, ManualTimeProvider? clock)
    {
        _cluster = cluster;
        Probe = probe;
        Clock = clock ?? new ManualTimeProvider();
    }

    private TestSilo(NetworkedSilo silo, NetworkedClient client)
    {
        _silo = silo;
        _client = client;
        Probe = silo.Probe;
        Clock = new ManualTimeProvider();
    }

    public InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("The silo is not part of a test cluster.");

    public IClusterClient Client => _client?.Grains ?? Cluster.Client;

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

    /// <summary>A silo that listens on loopback, and a client that is connected to it.</summary>
    public static async Task<TestSilo> StartOverTcpAsync()
    {
        var silo = await NetworkedSilo.StartAsync();
        return new TestSilo(silo, await NetworkedClient.StartAsync(silo.GatewayPort));
    }

    public T Grain<T>(string key = "a") where T : IGrainWithStringKey => Client.GetGrain<T>(key);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();

        if (_silo is not null)
            await _silo.DisposeAsync();

        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
