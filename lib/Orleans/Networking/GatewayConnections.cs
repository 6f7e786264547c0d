using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Orleans.Runtime;

/// <summary>
/// A client's connections: one to every gateway that the list provider names, kept up as long as it names it. The calls
/// of a grain go over the same one, those of all grains over all. The list is read again from time to time, and soon
/// when a connection has ended.
/// </summary>
internal sealed class GatewayConnections(
    IGatewayListProvider provider,
    ConnectionDialer dialer,
    ConnectionShared shared,
    ObserverRegistry observers,
    IOptions<GatewayOptions> options) : IMessageRouter, IHostedService, IDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<IPEndPoint, Task> _gateways = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ObserverInbox _inbox = new(observers);
    private readonly Lock _gate = new();
    private ImmutableDictionary<Connection, IPEndPoint> _open = ImmutableDictionary<Connection, IPEndPoint>.Empty;
    private ImmutableHashSet<IPEndPoint> _listed = [];
    private volatile TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Those that take calls: connected and listed, else connected at least.
    private Connection[] _usable = [];
    private volatile SiloUnavailableException? _failure;
    private Task _refreshing = Task.CompletedTask;

    /// <exception cref="SiloUnavailableException">No gateway can be reached.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await provider.InitializeGatewayListProvider();

        // With all that answer, not with the first: if that one ended now, there would be none.
        await Task.WhenAll(await RefreshAsync()).WaitAsync(cancellationToken);
        if (_usable.Length == 0)
        {
            await StopAsync(cancellationToken);
            throw _failure is { } failure
                ? new SiloUnavailableException($"No gateway can be reached. {failure.Message}", failure)
                : new SiloUnavailableException("No gateway can be reached: the list of gateways is empty.");
        }

        _refreshing = KeepRefreshingAsync();
    }

    public void Dispose() => _stopping.Cancel();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_gateways.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Send(Message message)
    {
        var usable = Volatile.Read(ref _usable);
        for (var attempt = 0; attempt < usable.Length; attempt++)
        {
            if (usable[(int)((message.TargetGrain.GetUniformHashCode() + attempt) % (uint)usable.Length)].TrySend(message))
                return;
        }

        message.Reject(_failure is { } failure
            ? new SiloUnavailableException($"No gateway is connected. {failure.Message}", failure)
            : new SiloUnavailableException("No gateway is connected: the client has not been started, has been stopped, or is connecting again."));
        message.Recycle();
    }

    // Whichever connection the call went over: the others do not know it.
    public void Cancel(CancelMessage message)
    {
        foreach (var connection in _open.Keys)
            connection.Cancel(message);
    }

    private async Task KeepRefreshingAsync()
    {
        while (provider.IsUpdatable)
        {
            // Where a silo has gone, others may have come.
            await _ended.Task.WaitAsync(options.Value.GatewayListRefreshPeriod, shared.Clock, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_usable.Length > 0)
                _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            else
                await Task.Delay(shared.RetryDelay / 2, shared.Clock, _stopping.Token);

            _stopping.Token.ThrowIfCancellationRequested();
            try
            {
                await RefreshAsync();
            }
            catch (Exception exception)
            {
                shared.Logger.LogWarning(exception, "The list of gateways cannot be read; the known ones stay");
            }
        }
    }

    /// <summary>Begins to connect to gateways that are new; the tasks end after the first attempt.</summary>
    private async Task<List<Task>> RefreshAsync()
    {
        var gateways = await provider.GetGateways();
        Change(open => open, [.. gateways.Select(uri => new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port))]);
        var attempts = new List<Task>();
        foreach (var gateway in _listed)
        {
            if (_gateways.ContainsKey(gateway))
                continue;

            var attempted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            attempts.Add(attempted.Task);
            _gateways[gateway] = KeepConnectedAsync(gateway, attempted);
        }

        return attempts;
    }

    private async Task KeepConnectedAsync(IPEndPoint gateway, TaskCompletionSource attempted)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var failures = 0; !_stopping.IsCancellationRequested && _listed.Contains(gateway);)
        {
            try
            {
                await ConnectAsync(gateway, attempted);
                failures = 0;
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                _failure = exception as SiloUnavailableException ?? new SiloUnavailableException(exception.Message, exception);
                shared.Logger.LogWarning("Gateway {Gateway} cannot be reached: {Reason}", gateway, exception.Message);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            attempted.TrySetResult();
            await Task.Delay(Backoff.Delay(shared.RetryDelay / 10, LongestDelay, failures++), shared.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        attempted.TrySetResult();
        _gateways.TryRemove(gateway, out _);
    }

    private async Task ConnectAsync(IPEndPoint gateway, TaskCompletionSource attempted)
    {
        var preamble = new Preamble(shared.Cluster.ClusterId, shared.Cluster.ServiceId) { Client = observers.ClientId };
        var connection = await dialer.ConnectAsync(gateway, preamble, _inbox, _stopping.Token);
        var running = connection.RunAsync();
        Change(open => open.Add(connection, gateway));
        _failure = null;
        attempted.TrySetResult();
        try
        {
            await running.WaitAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            await connection.CloseAsync();
        }
        finally
        {
            Change(open => open.Remove(connection));
            _ended.TrySetResult();
        }
    }

    private void Change(Func<ImmutableDictionary<Connection, IPEndPoint>, ImmutableDictionary<Connection, IPEndPoint>> change, ImmutableHashSet<IPEndPoint>? listed = null)
    {
        lock (_gate)
        {
            _open = change(_open);
            _listed = listed ?? _listed;
            Connection[] usable = [.. _open.Where(entry => _listed.Contains(entry.Value)).Select(entry => entry.Key)];

            // In an order that lasts, so that calls of a grain stay on their way.
            Array.Sort(usable, (one, other) => string.CompareOrdinal(one.Peer, other.Peer));
            Volatile.Write(ref _usable, usable.Length > 0 ? usable : [.. _open.Keys]);
        }
    }

    /// <summary>Takes what grains send to the client's observers.</summary>
    private sealed class ObserverInbox(ObserverRegistry observers) : IMessageRouter
    {
        public void Send(Message message) => observers.Receive(message);

        public void Cancel(CancelMessage message)
        {
        }
    }
}
