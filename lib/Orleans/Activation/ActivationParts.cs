using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>What only some activations need.</summary>
internal sealed class ActivationParts
{
    public ActivationId ActivationId { get; } = ActivationId.NewId();

    public TaskCompletionSource Deactivated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrainAddress? Address { get; set; }

    /// <summary>Whether the cluster's directory has the activation.</summary>
    public bool IsRegistered { get; set; }

    public AsyncServiceScope? Scope { get; set; }

    public GrainLifecycle? Lifecycle { get; set; }

    public Dictionary<Type, object>? Components { get; set; }

    public Dictionary<Guid, int>? ReentrantSections { get; set; }

    /// <summary>Enumerations of the grain's streams that have not ended.</summary>
    public int OpenStreams { get; set; }

    public HashSet<IDisposable>? Timers { get; set; }

    public DateTimeOffset KeepAliveUntil { get; set; }
}

/// <summary>The stages of an activation's life.</summary>
internal sealed class GrainLifecycle(Microsoft.Extensions.Logging.ILogger logger) : LifecycleSubject(logger), IGrainLifecycle;
