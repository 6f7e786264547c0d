using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime.Placement;

/// <summary>Chooses the silo of a grain's new activation, of the active ones that the class's filters leave.</summary>
internal sealed class PlacementService(ClusterMembership membership, GrainInterfaceMap interfaces, IServiceProvider services)
{
    private readonly ConcurrentDictionary<GrainType, Rule> _rules = new();

    /// <summary>Whether every silo has its own activations of a grain.</summary>
    public bool IsLocal(GrainType grainType) => !RuleOf(grainType).Strategy.IsUsingGrainDirectory;

    /// <exception cref="SiloUnavailableException">No silo takes activations.</exception>
    /// <exception cref="OrleansException">No silo passes the filters.</exception>
    public SiloAddress Select(GrainId grainId, Dictionary<string, object>? requestContext)
    {
        var active = membership.State.Active;
        if (active.IsEmpty)
            throw new SiloUnavailableException($"No silo takes an activation of {grainId}.");

        var rule = RuleOf(grainId.Type);
        var target = new PlacementTarget(grainId, requestContext ?? [], default, 0);
        ImmutableArray<SiloAddress> candidates = rule.Filters.Length == 0
            ? active
            : [.. rule.Filters.Aggregate((IEnumerable<SiloAddress>)active, (silos, filter) => filter.Director.Filter(filter.Strategy, target, silos))];
        if (candidates.IsEmpty)
            throw new OrleansException($"No silo passes the placement filters of {grainId}: {string.Join(", ", rule.Filters.Select(filter => filter.Strategy.GetType().Name))}.");

        return rule.Strategy switch
        {
            PreferLocalPlacement when candidates.Contains(membership.Self) => membership.Self,
            HashBasedPlacement => candidates[(int)(grainId.GetUniformHashCode() % (uint)candidates.Length)],
            ActivationCountBasedPlacement or ResourceOptimizedPlacement => LessLoaded(candidates),
            _ => Any(candidates),
        };
    }

    private static SiloAddress Any(ImmutableArray<SiloAddress> candidates) => candidates[Random.Shared.Next(candidates.Length)];

    // The power of two choices (Mitzenmacher 2001): counts are some time old, and the emptiest silo is not swamped.
    private SiloAddress LessLoaded(ImmutableArray<SiloAddress> candidates)
    {
        var (one, other) = (Any(candidates), Any(candidates));
        var loads = membership.Loads;
        return loads.GetValueOrDefault(one) <= loads.GetValueOrDefault(other) ? one : other;
    }

    private Rule RuleOf(GrainType grainType) => _rules.GetOrAdd(grainType, static (type, self) => self.Describe(type), this);

    private Rule Describe(GrainType grainType)
    {
        var grainClass = interfaces.GetClass(grainType).Type;
        var filters = grainClass.GetCustomAttributes<PlacementFilterAttribute>(inherit: true)
            .Select(attribute => attribute.PlacementFilterStrategy)
            .OrderBy(strategy => strategy.Order)
            .Select(strategy => (strategy, DirectorOf(strategy, grainClass)))
            .ToArray();
        if (filters.DistinctBy(filter => filter.strategy.Order).Count() < filters.Length)
            throw new InvalidOperationException($"Placement filters for grain type {grainType} have duplicate order values. Order values must be specified if more than one filter is applied and must be unique.");

        var strategy = grainClass.GetCustomAttribute<PlacementAttribute>(inherit: true)?.PlacementStrategy ?? new ResourceOptimizedPlacement();
        return new(strategy, filters);
    }

    private IPlacementFilterDirector DirectorOf(PlacementFilterStrategy strategy, Type grainClass) =>
        services.GetKeyedService<IPlacementFilterDirector>(strategy.GetType())
            ?? throw new KeyNotFoundException($"Could not resolve placement filter {strategy.GetType().Name} of {grainClass}. Ensure that it has been added, often through a .Use* extension method such as UseSiloMetadata, else with AddPlacementFilter.");

    private sealed record Rule(PlacementStrategy Strategy, (PlacementFilterStrategy Strategy, IPlacementFilterDirector Director)[] Filters);
}
