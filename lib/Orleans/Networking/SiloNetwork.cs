using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// Opens a silo's ports: for other silos before anything else, for clients when the silo is active. When it stops,
/// clients are sent away first; connections are closed last, when the answers have been sent.
/// </summary>
internal sealed class SiloNetwork(
    IOptions<EndpointOptions> options,
    IGrainLocator locator,
    SiloConnectionHandler silos,
    GatewayConnectionHandler gateway,
    SiloConnections connections,
    ConnectedClients clients,
    ILoggerFactory loggers) : ILifecycleParticipant<ISiloLifecycle>
{
    private ConnectionListener? _siloListener;
    private ConnectionListener? _gatewayListener;

    public void Participate(ISiloLifecycle lifecycle)
    {
        // A silo that is alone has nobody to listen to.
        if (locator is not SingleSiloLocator)
        {
            _siloListener = new ConnectionListener(options.Value.SiloListeningEndpoint ?? Endpoint(options.Value.SiloPort), silos, loggers);
            lifecycle.Subscribe<SiloNetwork>(ServiceLifecycleStage.RuntimeInitialize, _siloListener.StartAsync, StopAsync);
        }

        if (options.Value.GatewayPort == 0)
            return;

        _gatewayListener = new ConnectionListener(options.Value.GatewayListeningEndpoint ?? Endpoint(options.Value.GatewayPort), gateway, loggers);
        lifecycle.Subscribe<SiloNetwork>(ServiceLifecycleStage.RuntimeInitialize, static _ => Task.CompletedTask, clients.CloseAsync);
        lifecycle.Subscribe<SiloNetwork>(ServiceLifecycleStage.Active, _gatewayListener.StartAsync, StopGatewayAsync);
    }

    private IPEndPoint Endpoint(int port) => new(options.Value.AdvertisedIPAddress, port);

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _siloListener!.StopAsync();
        await connections.CloseAsync(cancellationToken);
    }

    private async Task StopGatewayAsync(CancellationToken cancellationToken)
    {
        await clients.SendAwayAsync(cancellationToken);
        await _gatewayListener!.StopAsync();
    }
}
