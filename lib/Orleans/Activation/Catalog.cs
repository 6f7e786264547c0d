using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Makes the activations of a silo.</summary>
internal sealed class Catalog(
    IServiceProvider services,
    GrainInterfaceMap interfaces,
    ActivationDirectory directory,
    IOptions<GrainCollectionOptions> collection,
    IOptions<SiloMessagingOptions> messaging,
    ILocalSiloDetails silo,
    TimeProvider clock,
    ILoggerFactory loggers,
    IEnumerable<IIncomingGrainCallFilter> filters)
{
    private readonly ConcurrentDictionary<GrainType, ActivationShared> _classes = new();
    private readonly IIncomingGrainCallFilter[] _filters = [.. filters];

    /// <summary>What a grain's messages go to, made if need be. There is one for each grain, whoever asks first.</summary>
    public IMessageTarget GetOrCreate(GrainId grainId)
    {
        if (directory.TryGet(grainId, out var target))
            return target;

        if (!_classes.TryGetValue(grainId.Type, out var shared))
            shared = _classes.GetOrAdd(grainId.Type, Describe(grainId.Type));

        IMessageTarget created = shared.MaxLocalWorkers is { } max
            ? new StatelessWorkerGroup(grainId, shared, max)
            : new Activation(grainId, shared);
        return directory.GetOrAdd(grainId, created);
    }

    private ActivationShared Describe(GrainType grainType)
    {
        var grainClass = interfaces.GetClass(grainType).Type;
        var options = collection.Value;
        var placement = grainClass.GetCustomAttribute<PlacementAttribute>()?.PlacementStrategy as StatelessWorkerPlacement;
        return new ActivationShared
        {
            GrainClass = grainClass,
            GrainType = grainType,
            Activator = new GrainActivator(grainClass, services),
            Runtime = services.GetRequiredService<GrainRuntime>(),
            SiloServices = services,
            MessageClient = services.GetRequiredService<IMessageClient>(),
            Router = services.GetRequiredService<MessageRouter>(),
            Directory = directory,
            Lease = services.GetRequiredService<SiloLease>(),
            Registrar = placement is null ? services.GetService<IActivationRegistrar>() : null,
            References = services.GetRequiredService<GrainReferenceActivator>(),
            SiloAddress = silo.SiloAddress,
            Clock = clock,
            Logger = loggers.CreateLogger(grainClass.FullName ?? grainClass.Name),
            Collection = options,
            CollectionAge = AgeOf(grainClass, options),
            MaxWaitingRequests = messaging.Value.MaxEnqueuedRequestsHardLimit,
            IsReentrant = grainClass.IsDefined(typeof(ReentrantAttribute), inherit: true),
            MayInterleave = MayInterleaveOf(grainClass),
            MaxLocalWorkers = placement?.MaxLocalWorkers,
            Filters = _filters,
            HasFilters = _filters.Length > 0 || typeof(IIncomingGrainCallFilter).IsAssignableFrom(grainClass),
        };
    }

    private static TimeSpan? AgeOf(Type grainClass, GrainCollectionOptions options)
    {
        if (grainClass.IsDefined(typeof(KeepAliveAttribute), inherit: true))
            return null;

        if (grainClass.GetCustomAttribute<CollectionAgeLimitAttribute>() is { } attribute)
            return attribute.AlwaysActive ? null : attribute.AgeLimit;

        return options.ClassSpecificCollectionAge.TryGetValue(grainClass.FullName ?? "", out var age) ? age : options.CollectionAge;
    }

    private static Func<object, IInvokable, bool>? MayInterleaveOf(Type grainClass)
    {
        if (grainClass.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
            return null;

        var method = grainClass.GetMethod(attribute.CallbackMethodName, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            ?? throw new InvalidOperationException($"Class {grainClass} doesn't declare a method called {attribute.CallbackMethodName}, which its [MayInterleave] names.");
        if (method.ReturnType != typeof(bool) || method.GetParameters() is not [{ } parameter] || parameter.ParameterType != typeof(IInvokable))
            throw new InvalidOperationException($"Method {attribute.CallbackMethodName} of {grainClass} must take one {nameof(IInvokable)} and return bool.");

        if (method.IsStatic)
        {
            var isStatic = method.CreateDelegate<Func<IInvokable, bool>>();
            return (_, request) => isStatic(request);
        }

        return (instance, request) => (bool)method.Invoke(instance, [request])!;
    }
}
