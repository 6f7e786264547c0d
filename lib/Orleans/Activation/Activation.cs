using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>
/// One activation of a grain. Everything but the entry points runs on its scheduler, one thing at a time, and needs
/// no lock. What few activations need is in <see cref="ActivationParts"/>, made when it is needed.
/// </summary>
internal sealed partial class Activation : IGrainContext, ICallChainReentrantGrainContext, IMessageTarget
{
    private readonly ActivationScheduler _scheduler;
    private readonly GrainId _grainId;
    private ActivationParts? _parts;
    private ActivationState _state;

    public Activation(GrainId grainId, ActivationShared shared)
    {
        _grainId = grainId;
        Shared = shared;
        _scheduler = new ActivationScheduler(this, shared.Logger);
        _lastActive = shared.Clock.GetTimestamp();
    }

    public ActivationShared Shared { get; }

    public GrainId GrainId => _grainId;

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => (GrainReference)Shared.References.Create(_grainId, typeof(IAddressable));

    public ActivationId ActivationId => Parts.ActivationId;

    public GrainAddress Address => Parts.Address ??= new GrainAddress
    {
        GrainId = _grainId,
        ActivationId = ActivationId,
        SiloAddress = Shared.SiloAddress,
    };

    public IServiceProvider ActivationServices
    {
        get
        {
            Parts.Scope ??= Shared.SiloServices.CreateAsyncScope();
            return Parts.Scope.Value.ServiceProvider;
        }
    }

    public IGrainLifecycle ObservableLifecycle => Parts.Lifecycle ??= new GrainLifecycle(Shared.Logger);

    public IWorkItemScheduler Scheduler => _scheduler;

    public Task Deactivated => Parts.Deactivated.Task;

    /// <summary>Tells that a stream of the grain begins to be read, or has been.</summary>
    public void CountStream(int change) => Parts.OpenStreams += change;

    internal ActivationState State => _state;

    private ActivationParts Parts
    {
        get
        {
            if (_parts is { } parts)
                return parts;

            // Entry points may come from any thread.
            parts = new ActivationParts();
            return Interlocked.CompareExchange(ref _parts, parts, null) ?? parts;
        }
    }

    public TTarget? GetTarget<TTarget>() where TTarget : class => GrainInstance as TTarget ?? GetComponent<TTarget>();

    public TComponent? GetComponent<TComponent>() where TComponent : class
    {
        if (this is TComponent self)
            return self;

        if (_parts?.Components is { } components && components.TryGetValue(typeof(TComponent), out var component))
            return (TComponent)component;

        if (GrainInstance is TComponent instance)
            return instance;

        // Extensions are made when they are first called.
        if (typeof(IGrainExtension).IsAssignableFrom(typeof(TComponent))
            && ActivationServices.GetKeyedService<IGrainExtension>(typeof(TComponent)) is TComponent extension)
        {
            SetComponent(extension);
            return extension;
        }

        return null;
    }

    public void SetComponent<TComponent>(TComponent? value) where TComponent : class
    {
        var components = Parts.Components ??= [];
        if (value is null)
            components.Remove(typeof(TComponent));
        else
            components[typeof(TComponent)] = value;
    }

    public void OnEnterReentrantSection(Guid reentrancyId)
    {
        var sections = Parts.ReentrantSections ??= [];
        sections[reentrancyId] = sections.GetValueOrDefault(reentrancyId) + 1;
    }

    public void OnExitReentrantSection(Guid reentrancyId)
    {
        if (_parts?.ReentrantSections is not { } sections || !sections.TryGetValue(reentrancyId, out var count))
            return;

        if (count > 1)
            sections[reentrancyId] = count - 1;
        else
            sections.Remove(reentrancyId);
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"[Activation {_grainId} {_state}]";
}
