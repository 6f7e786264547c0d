using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The clients that are connected to this silo's gateway.</summary>
internal sealed class ConnectedClients(MessageRouter router)
{
    private readonly ConcurrentDictionary<GrainId, ConnectedClient> _clients = new();

    public int Count => _clients.Count;

    public bool IsStopping { get; private set; }

    public async Task AddAsync(GrainId id, Connection connection)
    {
        var client = new ConnectedClient(id, connection);
        _clients[id] = client;
        await router.AddClientAsync(client);
        if (IsStopping)
            connection.SendGoAway();
    }

    public void Remove(GrainId id, Connection connection)
    {
        // A client that came back is another one.
        if (!_clients.TryGetValue(id, out var client) || client.Connection != connection)
            return;

        _clients.TryRemove(new(id, client));
        router.RemoveClient(client);
    }

    /// <summary>Sends the clients to other silos; what they have asked for is still answered.</summary>
    public void BeginStop()
    {
        IsStopping = true;
        foreach (var client in _clients.Values)
            client.Connection.SendGoAway();
    }

    public Task CloseAsync(CancellationToken token) => Task.WhenAll(_clients.Values.Select(client => client.Connection.CloseAsync(token)));

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
