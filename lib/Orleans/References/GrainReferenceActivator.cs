using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>Makes references: finds the generated class of an interface and calls its constructor.</summary>
internal sealed class GrainReferenceActivator(IServiceProvider services, GrainInterfaceMap interfaces)
{
    private readonly ConcurrentDictionary<(Type Interface, GrainType Type), Factory> _factories = new();
    private GrainReferenceRuntime? _runtime;

    public object Create(GrainId grainId, Type interfaceType)
    {
        if (!_factories.TryGetValue((interfaceType, grainId.Type), out var factory))
            factory = _factories.GetOrAdd((interfaceType, grainId.Type), key => Build(key.Interface, key.Type));

        return factory.Create(factory.Shared, grainId.Key);
    }

    /// <summary>The maker of references of an interface to grains of a type.</summary>
    public Factory GetFactory(Type interfaceType, GrainType grainType) =>
        _factories.GetOrAdd((interfaceType, grainType), key => Build(key.Interface, key.Type));

    private Factory Build(Type interfaceType, GrainType grainType)
    {
        // Resolved late: the runtime needs this activator to cast references.
        _runtime ??= services.GetRequiredService<GrainReferenceRuntime>();
        var proxy = interfaceType == typeof(IAddressable) ? typeof(UntypedGrainReference) : interfaces.GetProxyType(interfaceType);
        var constructor = proxy.GetConstructor([typeof(GrainReferenceShared), typeof(IdSpan)])!;
        var shared = Expression.Parameter(typeof(GrainReferenceShared));
        var key = Expression.Parameter(typeof(IdSpan));
        var create = Expression.Lambda<Func<GrainReferenceShared, IdSpan, object>>(Expression.New(constructor, shared, key), shared, key).Compile();
        return new(create, new GrainReferenceShared(grainType, interfaces.GetInterfaceType(interfaceType), _runtime, interfaceType));
    }

    public sealed record Factory(Func<GrainReferenceShared, IdSpan, object> Create, GrainReferenceShared Shared);
}

/// <summary>A reference that has no methods until it is cast.</summary>
internal sealed class UntypedGrainReference(GrainReferenceShared shared, IdSpan key) : GrainReference(shared, key);
