using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>A client's connection to a silo of the same process.</summary>
internal sealed class ClientConnection(GatewayHub hub, ObserverRegistry observers, IOptions<StaticGatewayListProviderOptions> options) : IMessageRouter, IHostedService
{
    private MessageRouter? _router;

    private MessageRouter Router => _router
        ?? throw new OrleansMessageRejectionException("The client is not connected: its host has not been started, or has been stopped.");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoints = options.Value.Endpoints;
        _router = (endpoints.Count == 0 ? hub.Any() : hub.Find(endpoints))
            ?? throw new SiloUnavailableException($"Could not connect to any silo of this process at {string.Join(", ", endpoints)}.");
        _router.AddClient(observers);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _router?.RemoveClient(observers);
        _router = null;
        return Task.CompletedTask;
    }

    public void Send(Message message) => Router.Send(message);

    public void Cancel(CancelMessage message) => Router.Cancel(message);
}
