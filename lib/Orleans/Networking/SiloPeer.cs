using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>
/// Another silo. Messages wait while a connection is being made, and fail at once for a while after that has failed,
/// longer after each failure.
/// </summary>
internal sealed class SiloPeer(SiloAddress peer, SiloAddress self, ConnectionDialer dialer, ConnectionShared shared, Lazy<IMessageRouter> router)
{
    private const int MostWaiting = 100_000;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<Message> _waiting = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Connection> _all = [];
    private volatile Connection? _current;
    private SiloAddress? _dialedBy;
    private SiloUnavailableException? _failure;
    private long _retryAt;
    private int _failures;
    private bool _isConnecting;

    public void Send(Message message)
    {
        if (_current is { } connection && connection.TrySend(message))
            return;

        SiloUnavailableException? refusal = null;
        var connect = false;
        lock (_gate)
        {
            if (_current is { IsOpen: true } current && current.TrySend(message))
                return;

            if (_stopping.IsCancellationRequested)
                refusal = new SiloUnavailableException($"This silo is stopping; silo {peer} is not connected any more.");
            else if (!_isConnecting && _failure is not null && shared.Clock.GetTimestamp() < _retryAt)
                refusal = new SiloUnavailableException(_failure.Message, _failure);
            else if (_waiting.Count >= MostWaiting)
                refusal = new SiloUnavailableException($"More than {MostWaiting} calls wait for a connection to silo {peer}.");
            else
                _waiting.Enqueue(message);

            connect = refusal is null && !_isConnecting;
            _isConnecting |= connect;
        }

        if (refusal is not null)
            Refuse(message, refusal);
        else if (connect)
            _ = ConnectAsync();
    }

    // Whichever connection the call went over: the others do not know it.
    public void Cancel(CancelMessage message)
    {
        foreach (var connection in Connections())
            connection.Cancel(message);
    }

    /// <summary>
    /// Takes a connection that is open. If both silos connect at the same time, both use the one that the silo with
    /// the lower address has made.
    /// </summary>
    public void Adopt(Connection connection, SiloAddress dialedBy)
    {
        Message[] waiting;
        lock (_gate)
        {
            _all.RemoveAll(known => known.Closed.IsCompleted);
            _all.Add(connection);
            if (_current is not { IsOpen: true } || dialedBy.CompareTo(_dialedBy) < 0)
                (_current, _dialedBy) = (connection, dialedBy);

            (_failure, _failures) = (null, 0);
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var message in waiting)
            Send(message);
    }

    /// <summary>Fails what waits and what has not been answered.</summary>
    public void Abort()
    {
        _stopping.Cancel();
        foreach (var connection in Connections())
            connection.Abort($"Silo {peer} is dead.");
    }

    public async Task CloseAsync(CancellationToken token)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(Connections().Select(connection => connection.CloseAsync(token)));
    }

    private Connection[] Connections()
    {
        lock (_gate)
            return [.. _all];
    }

    private async Task ConnectAsync()
    {
        try
        {
            var preamble = new Preamble(shared.Cluster.ClusterId, shared.Cluster.ServiceId) { Silo = self, Target = peer };
            var connection = await dialer.ConnectAsync(peer.Endpoint, preamble, router.Value, _stopping.Token);
            _ = connection.RunAsync();
            lock (_gate)
                _isConnecting = false;

            Adopt(connection, dialedBy: self);
        }
        catch (Exception exception)
        {
            Fail(exception as SiloUnavailableException ?? new SiloUnavailableException($"Silo {peer} cannot be reached: {exception.Message}", exception));
        }
    }

    private void Fail(SiloUnavailableException failure)
    {
        Message[] waiting;
        lock (_gate)
        {
            _isConnecting = false;
            _failure = failure;
            _retryAt = shared.Clock.GetTimestamp() + (long)(Backoff.Delay(shared.RetryDelay, LongestDelay, _failures++).TotalSeconds * shared.Clock.TimestampFrequency);
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        shared.Logger.LogWarning(failure, "Silo {Peer} cannot be reached", peer);
        foreach (var message in waiting)
            Refuse(message, new SiloUnavailableException(failure.Message, failure));
    }

    private static void Refuse(Message message, Exception exception)
    {
        message.Reject(exception);
        message.Recycle();
    }
}

/// <summary>Waits longer after each failure, up to a limit.</summary>
internal static class Backoff
{
    public static TimeSpan Delay(TimeSpan first, TimeSpan longest, int failures)
    {
        var delay = first * Math.Pow(2, Math.Min(failures, 16));
        return delay < longest ? delay : longest;
    }
}
