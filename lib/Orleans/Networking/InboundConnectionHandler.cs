using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace Orleans.Runtime;

/// <summary>Takes a connection to this silo: says who this is, refuses strangers, and runs it until it ends.</summary>
internal abstract class InboundConnectionHandler(ConnectionShared shared, ConnectionSecurity security, SiloAddress self, IMessageRouter router) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext context)
    {
        Preamble peer;
        using (var timeout = new CancellationTokenSource(shared.OpenTimeout, shared.Clock))
        {
            await security.SecureAsServerAsync(context, timeout.Token);
            peer = await Handshake.ReceiveAsync(context.Transport.Input, timeout.Token);
            var own = new Preamble(shared.Cluster.ClusterId, shared.Cluster.ServiceId) { Silo = self };
            var refusal = own.Refuse(peer) ?? Refuse(peer);
            await Handshake.SendAsync(context.Transport.Output, own with { Refusal = refusal }, timeout.Token);
            if (refusal is not null)
            {
                shared.Logger.LogWarning("Refused {Endpoint}: {Reason}", context.RemoteEndPoint, refusal);
                await context.Transport.Output.CompleteAsync();
                return;
            }
        }

        var connection = new Connection(context, shared, router, peer.Silo?.ToString() ?? $"client {context.RemoteEndPoint}", isAccepted: true) { PeerSilo = peer.Silo };
        try
        {
            await OnOpenedAsync(peer, connection);
            await connection.RunAsync();
        }
        finally
        {
            OnClosed(peer, connection);
        }
    }

    /// <summary>Why a peer of this cluster is refused here; null if it is not.</summary>
    protected abstract string? Refuse(Preamble peer);

    protected abstract Task OnOpenedAsync(Preamble peer, Connection connection);

    protected abstract void OnClosed(Preamble peer, Connection connection);
}

/// <summary>Takes other silos.</summary>
internal sealed class SiloConnectionHandler(ConnectionShared shared, ConnectionSecurity security, SiloAddress self, IMessageRouter router, SiloConnections connections)
    : InboundConnectionHandler(shared, security, self, router)
{
    protected override string? Refuse(Preamble peer) => peer.Silo is null ? "this is the port for silos; clients connect to the gateway" : null;

    protected override Task OnOpenedAsync(Preamble peer, Connection connection)
    {
        connections.Adopt(peer.Silo!, connection);
        return Task.CompletedTask;
    }

    protected override void OnClosed(Preamble peer, Connection connection)
    {
    }
}

/// <summary>Takes clients; their observers are reached over the connection as long as it is there.</summary>
internal sealed class GatewayConnectionHandler(ConnectionShared shared, ConnectionSecurity security, SiloAddress self, IMessageRouter router, ConnectedClients clients)
    : InboundConnectionHandler(shared, security, self, router)
{
    protected override string? Refuse(Preamble peer)
    {
        if (peer.Silo is not null || !ObserverRegistry.TryGetClient(peer.Client, out var client) || client != peer.Client)
            return "this is the port for clients; silos connect to the silo port";

        return clients.IsStopping ? "the silo is stopping" : null;
    }

    protected override Task OnOpenedAsync(Preamble peer, Connection connection) => clients.AddAsync(peer.Client, connection);

    protected override void OnClosed(Preamble peer, Connection connection) => clients.Remove(peer.Client, connection);
}
