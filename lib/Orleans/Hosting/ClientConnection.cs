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
            if (!router.IsStopping)
                return router;

            // Its silo leaves: on to another. What was sent on the old way is still answered there.
            if (Find() is { } other)
                Use(other).Ignore();
            else if (router.IsStopped)
                throw Unavailable();

            return _router;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Use(Find() ?? throw Unavailable());

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _router?.RemoveClient(observers);
        _router = null;
        return Task.CompletedTask;
    }

    private MessageRouter? Find() => options.Value.Endpoints is { Count: > 0 } endpoints ? hub.Find(endpoints) : hub.Any();

    private Task Use(MessageRouter router)
    {
        _router = router;
        return router.AddClientAsync(observers);
    }

    private SiloUnavailableException Unavailable() =>
        new($"Could not connect to any silo of this process at {string.Join(", ", options.Value.Endpoints)}.");

    public void Send(Message message) => Router.Send(message);

    public void Cancel(CancelMessage message) => Router.Cancel(message);
}
