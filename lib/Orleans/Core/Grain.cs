using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grain classes.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the activation that is being created on this thread.</summary>
    protected Grain() : this(RuntimeContext.Current!)
    {
    }

    /// <summary>Takes an activation and, in tests, a runtime.</summary>
    protected Grain(IGrainContext grainContext, IGrainRuntime? grainRuntime = null)
    {
        GrainContext = grainContext;
        Runtime = grainRuntime
            ?? (grainContext as Activation)?.Shared.Runtime
            ?? grainContext?.ActivationServices.GetService<IGrainRuntime>();
    }

    /// <summary>The activation.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; private set; }

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain's identity as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>The silo's identity as text.</summary>
    public string RuntimeIdentity => Runtime?.SiloIdentity ?? "";

    internal IGrainRuntime? Runtime { get; }

    /// <summary>Makes references to grains.</summary>
    protected IGrainFactory GrainFactory => EnsureRuntime().GrainFactory;

    /// <summary>The activation's services.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext?.ActivationServices ?? EnsureRuntime().ServiceProvider;

    /// <summary>Called when the grain is activated, before any call.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called before the grain is deactivated; not when its process dies.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates the grain when its running calls have ended.</summary>
    protected void DeactivateOnIdle() => EnsureRuntime().DeactivateOnIdle(GrainContext);

    /// <summary>
    /// Keeps the grain from being collected for idling for <paramref name="timeSpan"/> from now;
    /// a negative time takes an earlier delay back.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => EnsureRuntime().DelayDeactivation(GrainContext, timeSpan);

    internal IGrainRuntime EnsureRuntime() => Runtime
        ?? throw new InvalidOperationException("Grain was created outside of the Orleans creation process and no runtime was specified.");
}

/// <summary>The base class of grain classes whose state the default storage keeps, or the one that <c>[StorageProvider]</c> names.</summary>
public class Grain<TGrainState> : Grain
{
    private IStorage<TGrainState>? _storage;

    /// <summary>Takes the activation that is being created on this thread; its state is read before it is activated.</summary>
    protected Grain()
    {
        var context = GrainContext;
        context.ObservableLifecycle.Subscribe(
            nameof(Grain<TGrainState>),
            GrainLifecycleStage.SetupState,
            _ =>
            {
                _storage ??= EnsureRuntime().GetStorage<TGrainState>(context);
                return ReadStateAsync();
            });
    }

    /// <summary>Takes a storage, in tests.</summary>
    protected Grain(IStorage<TGrainState> storage) => _storage = storage;

    /// <summary>The state.</summary>
    protected TGrainState State
    {
        get => Storage.State;
        set => Storage.State = value;
    }

    private IStorage<TGrainState> Storage => _storage
        ?? throw new InvalidOperationException("The state is available after the grain's constructor has ended.");

    /// <summary>Clears the stored state.</summary>
    protected virtual Task ClearStateAsync() => Storage.ClearStateAsync();

    /// <summary>Stores the state.</summary>
    protected virtual Task WriteStateAsync() => Storage.WriteStateAsync();

    /// <summary>Reads the stored state.</summary>
    protected virtual Task ReadStateAsync() => Storage.ReadStateAsync();
}
