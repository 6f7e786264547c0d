using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The connections to other silos: one to each, made by whoever needs it first.</summary>
internal sealed class SiloConnections(ConnectionDialer dialer, ConnectionShared shared, SiloAddress self, Lazy<IMessageRouter> router) : IMessageTransport
{
    private readonly ConcurrentDictionary<SiloAddress, SiloPeer> _peers = new();

    public void Send(SiloAddress silo, Message message) => PeerOf(silo).Send(message);

    public void Cancel(SiloAddress silo, CancelMessage message)
    {
        if (_peers.TryGetValue(silo, out var peer))
            peer.Cancel(message);
    }

    /// <summary>A silo is dead: what it has not answered fails, and it is forgotten.</summary>
    public void Disconnect(SiloAddress silo)
    {
        if (_peers.TryRemove(silo, out var peer))
            peer.Abort();
    }

    public void Adopt(SiloAddress peer, Connection connection) => PeerOf(peer).Adopt(connection, dialedBy: peer);

    public Task CloseAsync(CancellationToken token = default) => Task.WhenAll(_peers.Values.Select(peer => peer.CloseAsync(token)));

    private SiloPeer PeerOf(SiloAddress peer) => _peers.TryGetValue(peer, out var known)
        ? known
        : _peers.GetOrAdd(peer, new SiloPeer(peer, self, dialer, shared, router));
}
