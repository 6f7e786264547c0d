using System.Net;
using System.Net.Sockets;

namespace Samantha.Silo.Tests.Servers;

/// <summary>A way to a server that breaks when a test says.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _answersToLose;

    public BreakingProxy(int server)
    {
        _listener.Start();
        _loop = Accept(server);
    }

    /// <summary>Where the way begins.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were made over it.</summary>
    public int Connections { get; private set; }

    /// <summary>Breaks the next connections on which the server answers something, before the answer gets through.</summary>
    public void LoseAnswers(int count = 1) => Volatile.Write(ref _answersToLose, count);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task Accept(int server)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                running.Add(Carry(client, server));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task Carry(TcpClient client, int server)
    {
        using (client)
        using (var upstream = new TcpClient())
        {
            try
            {
                await upstream.ConnectAsync(IPAddress.Loopback, server, _stop.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(upstream.GetStream(), _stop.Token),
                    Answer(upstream.GetStream(), client.GetStream()));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // The end of this connection.
            }
        }
    }

    private async Task Answer(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            if (Interlocked.Decrement(ref _answersToLose) >= 0)
                return;
            Interlocked.Increment(ref _answersToLose);
            await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
