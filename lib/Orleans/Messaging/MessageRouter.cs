using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime;

/// <summary>
/// Brings messages to activations of this silo, to observers of its clients and, where a grain lives elsewhere,
/// to the silo that the locator names.
/// </summary>
internal sealed class MessageRouter(
    ActivationDirectory directory,
    Catalog catalog,
    IGrainLocator locator,
    ILocalSiloDetails silo,
    SiloLease lease,
    IOptions<SiloMessagingOptions> options,
    GatewayHub gateways,
    SendsInProgress sends,
    IEnumerable<IMessageTransport> transports) : IMessageRouter
{
    private readonly ConcurrentDictionary<GrainId, IClientObservers> _clients = new();
    private readonly IMessageTransport? _transport = transports.FirstOrDefault();
    private volatile bool _isStopping;
    private volatile bool _isStopped;
    private volatile bool _isSuspended;

    // One look for each call: whether there is anything that keeps it from its activation.
    private volatile bool _isClosed;

    /// <summary>Whether the silo stops, or has stopped.</summary>
    public bool IsStopping => _isStopping || _isStopped;

    public bool IsStopped => _isStopped;

    public ForwardedCalls Forwarded { get; } = new();

    /// <summary>From now on no activation is made; those that are there still take calls.</summary>
    public void BeginStop() => _isStopping = true;

    /// <summary>From now on every message is refused.</summary>
    public void Stop()
    {
        _isStopped = true;
        _isClosed = true;
    }

    /// <summary>While the silo has no lease, it answers for no grain.</summary>
    public void Suspend(bool isSuspended)
    {
        _isSuspended = isSuspended;
        _isClosed = _isSuspended || _isStopped;
    }

    /// <summary>Makes a client's observers known; until then they are not found from other silos.</summary>
    public Task AddClientAsync(IClientObservers client)
    {
        _clients[client.ClientId] = client;
        return locator.AddClientAsync(client.ClientId);
    }

    public void RemoveClient(IClientObservers client)
    {
        if (_clients.TryRemove(new(client.ClientId, client)))
            locator.RemoveClient(client.ClientId);
    }

    public void Send(Message message)
    {
        if (!_isClosed && directory.TryGet(message.TargetGrain, out var target))
            target.Receive(message);
        else
            Address(message);
    }

    /// <summary>Sends a message again whose activation has ended.</summary>
    public void Forward(Message message)
    {
        message.Target = null;
        if (message.ForwardCount++ < options.Value.MaxForwardCount || _isStopping)
            Send(message);
        else
            Refuse(message, TooOften(message));
    }

    public void Cancel(CancelMessage message)
    {
        if (directory.TryGet(message.TargetGrain, out var target))
            target.Cancel(message);
        else if (locator.Find(message.TargetGrain) is { } address && !address.Equals(silo.SiloAddress))
            _transport?.Cancel(address, message);
    }

    private void Address(Message message)
    {
        var send = sends.Begin();
        var isLater = false;
        try
        {
            if (ObserverRegistry.TryGetClient(message.TargetGrain, out var client) && _clients.TryGetValue(client, out var observers))
            {
                observers.Receive(message);
                return;
            }

            var located = locator.LocateAsync(message);
            if (located.IsCompletedSuccessfully)
                Deliver(message, located.Result);
            else
            {
                isLater = true;
                DeliverLater(message, located, send);
            }
        }
        catch (Exception exception)
        {
            Refuse(message, exception);
        }
        finally
        {
            if (!isLater)
                sends.End(send);
        }
    }

    private async void DeliverLater(Message message, ValueTask<SiloAddress?> located, int send)
    {
        Forwarded.Begin();
        var token = message.Body.GetCancellationToken();
        var cancel = token.CanBeCanceled ? new CancelMessage(message.TargetGrain, message.Id) : null;
        try
        {
            Deliver(message, await located.ConfigureAwait(false));

            // Cancelled before there was anything to tell.
            if (cancel is not null && token.IsCancellationRequested)
                Cancel(cancel);
        }
        catch (Exception exception)
        {
            Refuse(message, exception);
        }
        finally
        {
            sends.End(send);
            Forwarded.End();
        }
    }

    private void Deliver(Message message, SiloAddress? address)
    {
        var isOfCluster = ClusterTargets.IsTarget(message.TargetGrain);
        if (ObserverRegistry.TryGetClient(message.TargetGrain, out var client) && (address is null || address.Equals(silo.SiloAddress)))
            Refuse(message, new ClientNotAvailableException(client));
        else if (!isOfCluster && !lease.IsHeld)
            Refuse(message, new SiloUnavailableException($"Silo {silo.SiloAddress} has lost touch with its cluster's table and answers for no grain."));
        else if (!silo.SiloAddress.Equals(address))
            SendTo(address!, message);
        else if (isOfCluster && directory.TryGet(message.TargetGrain, out var target))
            target.Receive(message);
        else if (_isStopping || _isClosed || isOfCluster)
            Refuse(message, new SiloUnavailableException($"Silo {silo.SiloAddress} is stopping."));
        else
            catalog.GetOrCreate(message.TargetGrain).Receive(message);
    }

    private void SendTo(SiloAddress address, Message message)
    {
        if (_transport is null)
        {
            Refuse(message, new SiloUnavailableException($"There is no connection to silo {address}."));
            return;
        }

        // It came here for nothing.
        if (message.SendingSilo is not null)
        {
            locator.Correct(message, silo.SiloAddress);
            if (message.ForwardCount++ > options.Value.MaxForwardCount)
            {
                Refuse(message, TooOften(message));
                return;
            }

            Forwarded.Track(message);
        }

        message.SendingSilo = silo.SiloAddress;
        _transport.Send(address, message);
    }

    private static OrleansMessageRejectionException TooOften(Message message) => new($"The message {message} was forwarded too often.");

    // What has not been delivered. A client of this process that chose this silo just before it left is served by another.
    private void Refuse(Message message, Exception exception)
    {
        if (_isStopping && message.SendingSilo is null && exception is SiloUnavailableException && gateways.Any() is { } other && other != this)
        {
            message.Target = null;
            other.Send(message);
            return;
        }

        message.Reject(exception);
        message.Recycle();
    }
}
