using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Samantha.Orleans.Tests.Support;

/// <summary>A silo in a host of its own that listens on loopback.</summary>
public sealed class NetworkedSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private NetworkedSilo(IHost host, int gatewayPort, Probe probe)
    {
        _host = host;
        GatewayPort = gatewayPort;
        Probe = probe;
    }

    public int GatewayPort { get; }

    public Probe Probe { get; }

    public IClusterClient Grains => Services.GetRequiredService<IClusterClient>();

    public IServiceProvider Services => _host.Services;

    public static async Task<NetworkedSilo> StartAsync(int? gatewayPort = null, Action<ISiloBuilder>? configure = null)
    {
        var probe = new Probe();
        var port = gatewayPort ?? FreePort();
        var host = new HostBuilder()
            .UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(FreePort(), port);
                silo.Services.AddSingleton(probe);
                silo.AddMemoryGrainStorageAsDefault();
                configure?.Invoke(silo);
            })
            .Build();
        await host.StartAsync();
        return new NetworkedSilo(host, port, probe);
    }

    /// <summary>A port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

/// <summary>A client in a host of its own.</summary>
public sealed class NetworkedClient : IAsyncDisposable
{
    private readonly IHost _host;

    private NetworkedClient(IHost host) => _host = host;

    public IClusterClient Grains => _host.Services.GetRequiredService<IClusterClient>();

    public static Task<NetworkedClient> StartAsync(int gatewayPort, Action<IClientBuilder>? configure = null) => StartAsync([gatewayPort], configure);

    public static async Task<NetworkedClient> StartAsync(int[] gatewayPorts, Action<IClientBuilder>? configure = null)
    {
        var host = new HostBuilder()
            .UseOrleansClient(client =>
            {
                client.UseLocalhostClustering();
                client.UseStaticClustering([.. gatewayPorts.Select(port => new IPEndPoint(IPAddress.Loopback, port))]);
                configure?.Invoke(client);
            })
            .Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        return new NetworkedClient(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
