using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>A client's connection to a silo of the same process.</summary>
internal sealed class ClientConnection(GatewayHub hub, ObserverRegistry observers, IOptions<StaticGatewayListProviderOptions> options) : IMessageRouter, IHostedService
{
    private MessageRouter? _router;

    private MessageRouter Router
    {
        get
        {
            var router = _router ?? throw new OrleansMessageRejectionException("The client is not connected: its host has not been started, or has been stopped.");
            if (!router.IsStopped)
                return router;

            // Its silo is gone: on to another.
            ConnectAsync().Ignore();
            return _router;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => ConnectAsync();

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _router?.RemoveClient(observers);
        _router = null;
        return Task.CompletedTask;
    }

    private Task ConnectAsync()
    {
        var endpoints = options.Value.Endpoints;
        _router = (endpoints.Count == 0 ? hub.Any() : hub.Find(endpoints))
            ?? throw new SiloUnavailableException($"Could not connect to any silo of this process at {string.Join(", ", endpoints)}.");
        return _router.AddClientAsync(observers);
    }

    public void Send(Message message) => Router.Send(message);

    public void Cancel(CancelMessage message) => Router.Cancel(message);
}
