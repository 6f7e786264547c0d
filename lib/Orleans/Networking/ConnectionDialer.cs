using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace Orleans.Runtime;

/// <summary>Connects to silos and their gateways.</summary>
internal sealed class ConnectionDialer(ConnectionShared shared, ConnectionSecurity security, ILoggerFactory loggers) : IDisposable
{
    // What a read completes goes on on the same thread: it only takes frames apart and hands messages over.
    private readonly SocketConnectionContextFactory _factory = new(
        new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true, WaitForDataBeforeAllocatingBuffer = true },
        loggers.CreateLogger<ConnectionDialer>());

    /// <summary>Connects; the connection still has to be run.</summary>
    /// <exception cref="SiloUnavailableException">There is nobody, or it refuses; the message says why.</exception>
    public async Task<Connection> ConnectAsync(IPEndPoint endpoint, Preamble preamble, IMessageRouter router, CancellationToken token)
    {
        using var timeout = new CancellationTokenSource(shared.OpenTimeout, shared.Clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, token);
        ConnectionContext? context = null;
        try
        {
            context = await OpenAsync(endpoint, linked.Token);
            await security.SecureAsClientAsync(context, linked.Token);
            await Handshake.SendAsync(context.Transport.Output, preamble, linked.Token);
            var answer = await Handshake.ReceiveAsync(context.Transport.Input, linked.Token);
            if (answer.Refusal is { } refusal)
                throw new SiloUnavailableException($"{endpoint} refuses the connection: {refusal}.");

            return new Connection(context, shared, router, answer.Silo?.ToString() ?? endpoint.ToString(), isAccepted: false) { PeerSilo = answer.Silo };
        }
        catch (Exception exception) when (!token.IsCancellationRequested)
        {
            await CloseAsync(context);
            throw exception as SiloUnavailableException ?? new SiloUnavailableException(
                timeout.IsCancellationRequested ? $"{endpoint} did not answer within {shared.OpenTimeout.TotalSeconds:0.#} seconds." : $"{endpoint} cannot be reached: {exception.Message}", exception);
        }
        catch
        {
            await CloseAsync(context);
            throw;
        }
    }

    public void Dispose() => _factory.Dispose();

    private static async ValueTask CloseAsync(ConnectionContext? context)
    {
        if (context is null)
            return;

        context.Abort();
        await context.DisposeAsync();
    }

    private async Task<ConnectionContext> OpenAsync(IPEndPoint endpoint, CancellationToken token)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, token);
            return _factory.Create(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
