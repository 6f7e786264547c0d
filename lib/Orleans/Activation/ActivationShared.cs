using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>What the activations of one grain class share.</summary>
internal sealed class ActivationShared
{
    public required Type GrainClass { get; init; }

    public required GrainType GrainType { get; init; }

    public required GrainActivator Activator { get; init; }

    public required GrainRuntime Runtime { get; init; }

    public required IServiceProvider SiloServices { get; init; }

    public required IMessageClient MessageClient { get; init; }

    public required MessageRouter Router { get; init; }

    public required ActivationDirectory Directory { get; init; }

    /// <summary>Until when calls may be confirmed.</summary>
    public required SiloLease Lease { get; init; }

    /// <summary>Makes sure that there is one activation in the cluster; null if there is one silo, or each has its own.</summary>
    public required IActivationRegistrar? Registrar { get; init; }

    public required GrainReferenceActivator References { get; init; }

    public required SiloAddress SiloAddress { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    public required GrainCollectionOptions Collection { get; init; }

    /// <summary>How long an activation may idle; null for ever.</summary>
    public required TimeSpan? CollectionAge { get; init; }

    public required int MaxWaitingRequests { get; init; }

    public required bool IsReentrant { get; init; }

    /// <summary>Tells whether a call may interleave, if the class says so itself.</summary>
    public required Func<object, IInvokable, bool>? MayInterleave { get; init; }

    /// <summary>How many activations of one grain there may be, if the class is a stateless worker.</summary>
    public required int? MaxLocalWorkers { get; init; }

    public required IIncomingGrainCallFilter[] Filters { get; init; }

    /// <summary>Whether calls go through filters: the silo's or the grain's own.</summary>
    public required bool HasFilters { get; init; }
}
