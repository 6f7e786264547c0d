using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

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
    IOptions<SiloMessagingOptions> options,
    IEnumerable<IMessageTransport> transports) : IMessageRouter
{
    private readonly ConcurrentDictionary<GrainId, IClientObservers> _clients = new();
    private readonly IMessageTransport? _transport = transports.FirstOrDefault();
    private volatile bool _isStopping;
    private volatile bool _isStopped;

    /// <summary>From now on no activation is made; those that are there still take calls.</summary>
    public void BeginStop() => _isStopping = true;

    /// <summary>From now on every message is refused.</summary>
    public void Stop() => _isStopped = true;

    public void AddClient(IClientObservers client) => _clients[client.ClientId] = client;

    public void RemoveClient(IClientObservers client) => _clients.TryRemove(new(client.ClientId, client));

    public void Send(Message message)
    {
        if (!_isStopped && directory.TryGet(message.TargetGrain, out var target))
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
            Refuse(message, new OrleansMessageRejectionException($"The message {message} was forwarded too often."));
    }

    public void Cancel(CancelMessage message)
    {
        if (directory.TryGet(message.TargetGrain, out var target))
            target.Cancel(message);
        else if (locator.Locate(message.TargetGrain) is var address && !address.Equals(silo.SiloAddress))
            _transport?.Cancel(address, message);
    }

    private void Address(Message message)
    {
        try
        {
            if (ObserverRegistry.TryGetClient(message.TargetGrain, out var client))
            {
                if (_clients.TryGetValue(client, out var observers))
                    observers.Receive(message);
                else
                    Refuse(message, new ClientNotAvailableException(client));

                return;
            }

            var address = locator.Locate(message.TargetGrain);
            if (!address.Equals(silo.SiloAddress))
            {
                if (_transport is null)
                    Refuse(message, new SiloUnavailableException($"There is no connection to silo {address}."));
                else
                    _transport.Send(address, message);
            }
            else if (_isStopping)
            {
                Refuse(message, new SiloUnavailableException($"Silo {silo.SiloAddress} is stopping."));
            }
            else
            {
                catalog.GetOrCreate(message.TargetGrain).Receive(message);
            }
        }
        catch (Exception exception)
        {
            Refuse(message, exception);
        }
    }

    private static void Refuse(Message message, Exception exception)
    {
        message.Reject(exception);
        message.Recycle();
    }
}
