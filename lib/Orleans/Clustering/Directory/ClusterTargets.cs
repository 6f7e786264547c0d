using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>The silos' targets for each other: each one's identity names its silo, and no filter sees their calls.</summary>
internal sealed class ClusterTargets(IServiceProvider services, GrainReferenceActivator activator, GrainInterfaceMap interfaces)
{
    private static readonly GrainType TargetType = GrainType.Create("sys.cluster");

    private readonly ConcurrentDictionary<SiloAddress, IClusterTarget> _targets = new();
    private readonly Type _proxy = interfaces.GetProxyType(typeof(IClusterTarget));

    // Made late: the client needs the router, which needs the directory, which needs this.
    private readonly Lazy<GrainReferenceShared> _shared = new(() => new GrainReferenceShared(
        TargetType,
        interfaces.GetInterfaceType(typeof(IClusterTarget)),
        new GrainReferenceRuntime(services.GetRequiredService<IMessageClient>(), activator, [])));

    public static GrainId IdOf(SiloAddress silo) => GrainId.Create(TargetType, silo.ToParsableString());

    public static bool IsTarget(GrainId grainId) => grainId.Type == TargetType;

    public static SiloAddress SiloOf(GrainId target) => SiloAddress.FromParsableString(target.Key.ToString());

    public IClusterTarget Of(SiloAddress silo) => _targets.GetOrAdd(
        silo, static (silo, self) => (IClusterTarget)Activator.CreateInstance(self._proxy, self._shared.Value, IdOf(silo).Key)!, this);

    /// <summary>This silo is asked without a message.</summary>
    public void SetLocal(SiloAddress silo, IClusterTarget target) => _targets[silo] = target;
}

/// <summary>Receives the messages for this silo's target; they run at once, beside each other.</summary>
internal sealed class ClusterTargetReceiver(IClusterTarget target) : IMessageTarget, ITargetHolder
{
    public IEnumerable<Activation> Activations => [];

    public TTarget? GetTarget<TTarget>() where TTarget : class => target as TTarget;

    public TComponent? GetComponent<TComponent>() where TComponent : class => null;

    public void Receive(Message message) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Receiver.InvokeAsync(state.Message).Ignore(), (Receiver: this, Message: message), preferLocal: false);

    public void Cancel(CancelMessage message)
    {
        // No call between silos takes a token.
    }

    private async Task InvokeAsync(Message message)
    {
        Response response;
        try
        {
            message.Body.SetTarget(this);
            response = await message.Body.Invoke();
        }
        catch (Exception exception)
        {
            response = Response.FromException(exception);
        }

        message.Respond(response);
        message.Recycle();
    }
}
