using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Runtime;

/// <summary>Accepts connections at an endpoint and hands them to a handler.</summary>
internal sealed class ConnectionListener(IPEndPoint endpoint, ConnectionHandler handler, ILoggerFactory loggers)
{
    private readonly SocketTransportFactory _factory = new(
        Options.Create(new SocketTransportOptions { UnsafePreferInlineScheduling = true, NoDelay = true }), loggers);

    private readonly ILogger _logger = loggers.CreateLogger<ConnectionListener>();
    private IConnectionListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    public async Task StartAsync(CancellationToken token)
    {
        try
        {
            _listener = await _factory.BindAsync(endpoint, token);
        }
        catch (AddressInUseException exception)
        {
            throw new OrleansConfigurationException($"Another process listens at {endpoint}; choose other ports, with ConfigureEndpoints or UseLocalhostClustering.", exception);
        }

        _accepting = AcceptAsync(_listener);
    }

    public async Task StopAsync()
    {
        if (_listener is null)
            return;

        await _listener.UnbindAsync();
        await _accepting;
        await _listener.DisposeAsync();
    }

    private async Task AcceptAsync(IConnectionListener listener)
    {
        while (await listener.AcceptAsync() is { } context)
            _ = HandleAsync(context);
    }

    private async Task HandleAsync(ConnectionContext context)
    {
        // Nothing that one connection does keeps the others from being accepted.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await handler.OnConnectedAsync(context);
        }
        catch (Exception exception)
        {
            _logger.LogInformation(exception, "A connection from {Endpoint} to {Listener} failed", context.RemoteEndPoint, endpoint);
        }
        finally
        {
            await context.DisposeAsync();
        }
    }
}
