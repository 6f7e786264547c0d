using System.Collections.Concurrent;
using System.Net;

namespace Orleans.Runtime;

/// <summary>Finds the silos of this process that clients of this process can connect to.</summary>
internal sealed class GatewayHub
{
    /// <summary>Of silos that run in their own hosts; a test cluster has a hub of its own.</summary>
    public static readonly GatewayHub Process = new();

    private readonly ConcurrentDictionary<IPEndPoint, MessageRouter> _gateways = new();

    public void Add(IPEndPoint endpoint, MessageRouter router) => _gateways[endpoint] = router;

    public void Remove(IPEndPoint endpoint, MessageRouter router) => _gateways.TryRemove(new(endpoint, router));

    public MessageRouter? Find(IEnumerable<IPEndPoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (_gateways.TryGetValue(endpoint, out var router))
                return router;
        }

        return null;
    }

    public MessageRouter? Any() => _gateways.Values.FirstOrDefault();
}
