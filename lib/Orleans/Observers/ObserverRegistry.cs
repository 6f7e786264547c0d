using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>The observers of one client: its objects that grains call. Their identities begin with the client's.</summary>
internal sealed class ObserverRegistry(ILogger<ObserverRegistry> logger) : IClientObservers
{
    private const char Separator = '+';
    private static readonly GrainType ClientType = GrainType.Create("sys.client");

    private readonly ConcurrentDictionary<GrainId, Observer> _observers = new();

    public GrainId ClientId { get; } = GrainId.Create(ClientType, Guid.NewGuid().ToString("N"));

    public static bool TryGetClient(GrainId target, out GrainId client)
    {
        client = default;
        if (target.Type != ClientType)
            return false;

        var key = target.Key.ToString();
        client = GrainId.Create(ClientType, key.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var end ? key[..end] : key);
        return true;
    }

    public GrainId Register(IGrainObserver instance)
    {
        var id = GrainId.Create(ClientType, $"{ClientId.Key}{Separator}{Guid.NewGuid():N}");
        _observers[id] = new Observer(instance, logger);
        return id;
    }

    public void Unregister(GrainId id)
    {
        if (!_observers.TryRemove(id, out _))
            throw new ArgumentException("Reference is not associated with a local object.", nameof(id));
    }

    public void Receive(Message message)
    {
        if (_observers.TryGetValue(message.TargetGrain, out var observer) && observer.IsAlive)
        {
            observer.Receive(message);
            return;
        }

        _observers.TryRemove(message.TargetGrain, out _);
        message.Reject(new ClientNotAvailableException(message.TargetGrain));
        message.Recycle();
    }

    /// <summary>One observer; its calls run one after the other. The object is its owner's to keep.</summary>
    private sealed class Observer(IGrainObserver instance, ILogger logger) : ITargetHolder
    {
        private readonly WeakReference<IGrainObserver> _instance = new(instance);
        private readonly Lock _gate = new();
        private Task _last = Task.CompletedTask;

        public bool IsAlive => _instance.TryGetTarget(out _);

        public TTarget? GetTarget<TTarget>() where TTarget : class => _instance.TryGetTarget(out var target) ? target as TTarget : null;

        public TComponent? GetComponent<TComponent>() where TComponent : class => null;

        public void Receive(Message message)
        {
            lock (_gate)
                _last = InvokeAfterAsync(_last, message);
        }

        private async Task InvokeAfterAsync(Task previous, Message message)
        {
            await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            Response response;
            try
            {
                RequestContext.Values = message.RequestContext;
                message.Body.SetTarget(this);
                response = await message.Body.Invoke();
            }
            catch (Exception exception)
            {
                response = Response.FromException(exception);
            }

            if (message.ResponseSink is null && response.Exception is { } error)
                logger.LogWarning(error, "An observer failed in {Method}", message.Body.GetActivityName());

            response.CopyResult();
            message.Respond(response);
            message.Recycle();
        }
    }
}
