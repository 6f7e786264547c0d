using System.Collections.ObjectModel;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;

namespace Orleans.TestingHost;

/// <summary>A cluster for tests, all in this process.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private const int BaseSiloPort = 11111;
    private const int BaseGatewayPort = 30000;

    // A hub of its own: clusters of tests that run at the same time do not see each other, and need no ports.
    private readonly GatewayHub _hub = new();
    private readonly SharedMemory _memory = new();
    private readonly Lock _tableGate = new();
    private MemoryClusterTable? _table;
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _clientHost;
    private short _startedSilos;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>The settings.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>What connects the silos.</summary>
    internal InMemoryNetwork Network { get; } = new();

    private bool IsClustered => Options.InitialSilosCount != 1;

    /// <summary>The silos, those that were stopped too unless they were restarted.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_silos)
                return new List<InProcessSiloHandle>(_silos).AsReadOnly();
        }
    }

    /// <summary>The client.</summary>
    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The cluster has no client: it has not been deployed, or its client has been stopped.");

    /// <summary>Starts the silos and the client.</summary>
    public async Task DeployAsync()
    {
        if (Silos.Count > 0)
            throw new InvalidOperationException("Cluster host already deployed.");

        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy)
            await InitializeClientAsync();
    }

    /// <summary>The silos that run.</summary>
    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    /// <summary>The silo with an address; null if there is none.</summary>
    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => GetActiveSilos().FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    /// <summary>The services of a silo.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null)
    {
        if (silo is null)
            return Silos[0].ServiceProvider;

        return Silos.FirstOrDefault(handle => handle.SiloAddress.Equals(silo))?.ServiceProvider
            ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));
    }

    /// <summary>Starts another silo.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1))[0];

    /// <summary>Starts other silos.</summary>
    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        if (!IsClustered && GetActiveSilos().Count() + silosToStart > 1)
            throw new NotSupportedException("A cluster that begins with one silo stays so in this runtime: ask the builder for two or more.");

        var started = new List<InProcessSiloHandle>();
        for (var i = 0; i < silosToStart; i++)
            started.Add(await StartSiloAsync(_startedSilos++));

        lock (_silos)
            _silos.AddRange(started);

        return started;
    }

    /// <summary>Stops a silo gracefully.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => StopAsync(instance, stopGracefully: true);

    /// <summary>Stops a silo as if it had died; when this returns the others know of it.</summary>
    public async Task KillSiloAsync(InProcessSiloHandle instance)
    {
        Network.Detach(instance.SiloAddress, inPeace: false);
        await StopAsync(instance, stopGracefully: false);
        if (_table is not { } table || !table.TryBury(instance.SiloAddress))
            return;

        foreach (var silo in GetActiveSilos())
            await silo.ServiceProvider.GetRequiredService<ClusterMembership>().RefreshAsync(long.MaxValue);
    }

    /// <summary>Stops a silo gracefully and starts it again.</summary>
    public async Task<InProcessSiloHandle> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        var restarted = await StartSiloAsync(instance.InstanceNumber);
        lock (_silos)
            _silos.Add(restarted);

        if (_clientHost is not null)
        {
            await StopClusterClientAsync();
            await InitializeClientAsync();
        }

        return restarted;
    }

    /// <summary>Stops the silos.</summary>
    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos)
            await StopSiloAsync(silo);
    }

    /// <summary>Stops the client and the silos.</summary>
    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    /// <summary>Starts the client.</summary>
    public async Task InitializeClientAsync()
    {
        var builder = CreateHostBuilder();
        builder.UseOrleansClient(client => client.Configure<ClusterOptions>(Configure));
        builder.Services.AddSingleton(_hub);
        foreach (var configure in Options.ClientHostConfigurationDelegates)
            configure(builder);

        var host = builder.Build();
        await host.StartAsync();
        _clientHost = host;
    }

    /// <summary>Stops the client.</summary>
    public async Task StopClusterClientAsync()
    {
        if (Interlocked.Exchange(ref _clientHost, null) is not { } host)
            return;

        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopClusterClientAsync();
        foreach (var silo in Silos)
            await silo.DisposeAsync();

        lock (_silos)
            _silos.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static HostApplicationBuilder CreateHostBuilder() =>
        Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });

    private async Task<InProcessSiloHandle> StartSiloAsync(short instanceNumber)
    {
        var options = new InProcessTestSiloSpecificOptions
        {
            SiloName = $"Silo_{instanceNumber}",
            SiloPort = BaseSiloPort + instanceNumber,
            GatewayPort = BaseGatewayPort + instanceNumber,
        };
        var builder = CreateHostBuilder();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(Configure)
            .Configure<SiloOptions>(siloOptions => siloOptions.SiloName = options.SiloName)
            .Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Loopback;
                endpoint.SiloPort = options.SiloPort;
                endpoint.GatewayPort = options.GatewayPort;
            }));
        builder.Services.AddSingleton(_hub);
        if (IsClustered)
            AddToCluster(builder.Services);

        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(options, builder);

        var host = builder.Build();
        try
        {
            Network.Attach(host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress, host.Services.GetRequiredService<MessageRouter>());
            await host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new InProcessSiloHandle
        {
            Name = options.SiloName,
            InstanceNumber = instanceNumber,
            SiloHost = host,
            SiloAddress = details.SiloAddress,
            GatewayAddress = details.GatewayAddress,
        };
    }

    private void AddToCluster(IServiceCollection services)
    {
        ClusterServices.Add(services);
        services.AddSingleton(Network);
        services.AddSingleton(_memory);
        services.AddSingleton<IMessageTransport, InMemoryTransport>();
        services.AddSingleton<IClusterTable>(provider =>
        {
            lock (_tableGate)
                return _table ??= new MemoryClusterTable(provider.GetRequiredService<TimeProvider>());
        });
    }

    private void Configure(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }

    private async Task StopAsync(InProcessSiloHandle instance, bool stopGracefully)
    {
        await instance.StopSiloAsync(stopGracefully);
        Network.Detach(instance.SiloAddress, stopGracefully);
        lock (_silos)
            _silos.Remove(instance);

        await instance.DisposeAsync();
    }
}
