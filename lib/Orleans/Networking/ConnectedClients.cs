using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The clients that are connected to this silo's gateway.</summary>
internal sealed class ConnectedClients(MessageRouter router)
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<GrainId, ConnectedClient> _clients = new();
    private volatile bool _isClosed;

    public int Count => _clients.Count;

    public bool IsStopping { get; private set; }

    public async Task AddAsync(GrainId id, Connection connection)
    {
        var client = new ConnectedClient(id, connection);
        _clients[id] = client;
        await router.AddClientAsync(client);
        if (IsStopping)
            DismissAsync(connection).Ignore();
    }

    public void Remove(GrainId id, Connection connection)
    {
        // A client that came back is another one.
        if (!_clients.TryGetValue(id, out var client) || client.Connection != connection)
            return;

        _clients.TryRemove(new(id, client));
        router.RemoveClient(client);
    }

    /// <summary>Sends the clients to other silos; what they have asked for is still answered. One that does not listen is not waited for.</summary>
    public async Task SendAwayAsync(CancellationToken token)
    {
        IsStopping = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(LongestFarewell);
        await Task.WhenAll(_clients.Values.Select(client => client.Connection.SendAwayAsync(patience.Token)));
    }

    public Task CloseAsync(CancellationToken token)
    {
        _isClosed = true;
        return Task.WhenAll(_clients.Values.Select(client => client.Connection.CloseAsync(token)));
    }

    // It was let in before the farewell and is here after it. Whoever comes even after the others were closed would otherwise
    // stay with a silo that is gone.
    private async Task DismissAsync(Connection connection)
    {
        using var patience = new CancellationTokenSource(LongestFarewell);
        await connection.SendAwayAsync(patience.Token);
        if (_isClosed)
            await connection.CloseAsync(patience.Token);
    }

    private sealed class ConnectedClient(GrainId id, Connection connection) : IClientObservers
    {
        public GrainId ClientId => id;

        public Connection Connection => connection;

        public void Receive(Message message)
        {
            if (connection.TrySend(message))
                return;

            message.Reject(new ClientNotAvailableException(id));
            message.Recycle();
        }
    }
}
