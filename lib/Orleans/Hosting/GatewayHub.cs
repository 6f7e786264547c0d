using System.Collections.Concurrent;
using System.Net;

namespace Orleans.Runtime;

/// <summary>Finds the silos of a host, or of a test cluster, to which its clients connect without a network.</summary>
internal sealed class GatewayHub
{
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
