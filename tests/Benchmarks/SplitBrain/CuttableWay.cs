using System.Net;
using System.Net.Sockets;

namespace Samantha.Benchmarks.SplitBrain;

/// <summary>How a way ends.</summary>
internal enum Cut
{
    /// <summary>Connections are reset, new ones refused: the other side is told.</summary>
    Reset,

    /// <summary>Nothing gets through any more, and nobody is told.</summary>
    Silence,
}

/// <summary>A TCP way to a server that can be cut.</summary>
internal sealed class CuttableWay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cut = new(), _closed = new();
    private readonly Task _loop;
    private volatile bool _silent;

    public CuttableWay(int server)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = AcceptAsync(server);
    }

    public int Port { get; }

    /// <summary>Cuts it, for good.</summary>
    public void End(Cut how)
    {
        _silent = how == Cut.Silence;
        _cut.Cancel();
        if (!_silent)
            _listener.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await _closed.CancelAsync();
        _listener.Stop();
        await _loop;
        _cut.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync(int server)
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_closed.Token), server));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task CarryAsync(TcpClient client, int server)
    {
        using (client)
        using (var upstream = new TcpClient())
        {
            try
            {
                await upstream.ConnectAsync(IPAddress.Loopback, server, _cut.Token);
                await await Task.WhenAny(
                    client.GetStream().CopyToAsync(upstream.GetStream(), _cut.Token), upstream.GetStream().CopyToAsync(client.GetStream(), _cut.Token));
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // Held open without a word, or closed.
                if (_silent)
                    await Task.Delay(Timeout.Infinite, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
