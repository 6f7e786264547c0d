using System.Net;
using System.Net.Sockets;

namespace Samantha.Testing;

/// <summary>Ports that nobody listens at.</summary>
internal static class FreePorts
{
    /// <summary>One, as the system gives it.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first of some in a row, below those that the system gives away.</summary>
    /// <param name="count">How many.</param>
    /// <param name="offsets">Ports this far above must be free too.</param>
    public static int Row(int count, params int[] offsets)
    {
        while (true)
        {
            var first = Random.Shared.Next(2_000, 12_000);
            if (Enumerable.Range(first, count).SelectMany(port => offsets.Prepend(0).Select(offset => port + offset)).All(IsFree))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
