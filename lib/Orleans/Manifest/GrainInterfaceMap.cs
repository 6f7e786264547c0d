using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Metadata;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Knows grain interfaces: their names, their reference classes and the grain classes that implement them.</summary>
internal sealed class GrainInterfaceMap
{
    private readonly Dictionary<Type, Type> _proxies = [];
    private readonly Dictionary<Type, List<GrainClass>> _implementations = [];
    private readonly Dictionary<GrainType, GrainClass> _classes = [];
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _names = new();

    public GrainInterfaceMap()
    {
        var manifest = ApplicationParts.Manifest;
        foreach (var proxy in manifest.InterfaceProxies)
            _proxies[ContractOf(proxy)] = proxy;

        foreach (var implementation in manifest.InterfaceImplementations)
            Add(GrainClass.From(implementation));
    }

    public GrainInterfaceType GetInterfaceType(Type interfaceType) => _names.GetOrAdd(
        interfaceType,
        static type => GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName ?? type.Name));

    public Type GetProxyType(Type interfaceType)
    {
        var definition = Definition(interfaceType);
        if (!_proxies.TryGetValue(definition, out var proxy))
            throw new InvalidOperationException(
                $"Unable to find a reference class for {interfaceType}. It must be a grain interface, reachable from other code of its assembly, in a project that references Microsoft.Orleans.Sdk.");

        return interfaceType.IsGenericType ? proxy.MakeGenericType(interfaceType.GetGenericArguments()) : proxy;
    }

    /// <summary>The grain type that implements an interface: the only one, or the one that the prefix of its class's name or a convention selects.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public GrainType GetGrainType(Type interfaceType, string? prefix)
    {
        if (!_implementations.TryGetValue(Definition(interfaceType), out var classes))
            throw NoImplementation(interfaceType);

        var candidates = prefix is null
            ? classes
            : classes.FindAll(candidate => candidate.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal));
        if (candidates.Count == 0)
            throw new ArgumentException($"Could not find an implementation matching prefix \"{prefix}\" for interface {interfaceType}");

        var selected = candidates.Count == 1 ? candidates[0] : Select(interfaceType, candidates, prefix);
        return selected.Construct(interfaceType);
    }

    /// <summary>The class of a grain type.</summary>
    public GrainClass GetClass(GrainType grainType)
    {
        if (_classes.TryGetValue(grainType, out var known))
            return known;

        return GrainClass.TryClose(grainType, _classes)
            ?? throw new ArgumentException($"Could not find a grain class for grain type {grainType}");
    }

    private static ArgumentException NoImplementation(Type interfaceType) => new(
        $"Could not find an implementation for interface {interfaceType}. Is there a grain class that implements it, in an assembly that the application references?");

    private static GrainClass Select(Type interfaceType, List<GrainClass> candidates, string? prefix)
    {
        var name = interfaceType.GetCustomAttribute<DefaultGrainTypeAttribute>() is { } attribute
            ? candidates.Find(candidate => candidate.GrainType == attribute.GrainType)
            : candidates.Find(candidate => prefix is null
                ? "I" + candidate.Type.Name == Definition(interfaceType).Name
                : candidate.Type.FullName == prefix);
        return name ?? throw new ArgumentException(
            $"Unable to identify a single appropriate grain type for interface {interfaceType}. Candidates: {string.Join(", ", candidates.Select(candidate => $"{candidate.GrainType} ({candidate.Type.FullName})"))}");
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    // The proxy's own interface is the one that no other of its interfaces derives from.
    private static Type ContractOf(Type proxy)
    {
        var interfaces = proxy.GetInterfaces().Where(type => typeof(IAddressable).IsAssignableFrom(type)).ToArray();
        return Definition(interfaces.Single(type => !Array.Exists(interfaces, other => other != type && type.IsAssignableFrom(other))));
    }

    private void Add(GrainClass grainClass)
    {
        if (!_classes.TryAdd(grainClass.GrainType, grainClass))
            throw new OrleansConfigurationException(
                $"Grain classes {_classes[grainClass.GrainType].Type} and {grainClass.Type} have the same grain type \"{grainClass.GrainType}\". Name one of them with [GrainType].");

        foreach (var contract in grainClass.Type.GetInterfaces().Where(type => typeof(IAddressable).IsAssignableFrom(type)).Select(Definition).Distinct())
        {
            if (!_implementations.TryGetValue(contract, out var classes))
                _implementations[contract] = classes = [];

            classes.Add(grainClass);
        }
    }
}
