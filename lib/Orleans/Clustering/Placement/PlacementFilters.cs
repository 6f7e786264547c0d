using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Orleans.Placement
{
    /// <summary>Leaves only some silos for new activations of a grain class.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public abstract class PlacementFilterAttribute : Attribute
    {
        /// <summary>Sets the filter.</summary>
        protected PlacementFilterAttribute(PlacementFilterStrategy placement)
        {
            ArgumentNullException.ThrowIfNull(placement);
            PlacementFilterStrategy = placement;
        }

        /// <summary>The filter.</summary>
        public PlacementFilterStrategy PlacementFilterStrategy { get; }
    }

    /// <summary>What a filter goes by.</summary>
    public abstract class PlacementFilterStrategy
    {
        /// <summary>Sets the place among the class's filters.</summary>
        protected PlacementFilterStrategy(int order) => Order = order;

        /// <summary>The place among the class's filters.</summary>
        public int Order { get; }
    }

    /// <summary>Filters silos.</summary>
    public interface IPlacementFilterDirector
    {
        /// <summary>The silos that pass.</summary>
        IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos);
    }

    /// <summary>Adds filters.</summary>
    public static class PlacementFilterExtensions
    {
        /// <summary>Adds a filter.</summary>
        public static IServiceCollection AddPlacementFilter<TFilter, TDirector>(this IServiceCollection services, ServiceLifetime strategyLifetime)
            where TFilter : PlacementFilterStrategy, new()
            where TDirector : class, IPlacementFilterDirector
        {
            services.Add(ServiceDescriptor.DescribeKeyed(typeof(PlacementFilterStrategy), typeof(TFilter).Name, typeof(TFilter), strategyLifetime));
            services.AddKeyedSingleton<IPlacementFilterDirector, TDirector>(typeof(TFilter));
            return services;
        }
    }
}

namespace Orleans.Runtime.Placement
{
    /// <summary>The grain that is placed.</summary>
    public readonly struct PlacementTarget(GrainId grainIdentity, Dictionary<string, object> requestContextData, GrainInterfaceType interfaceType, ushort interfaceVersion)
    {
        /// <summary>The grain.</summary>
        public GrainId GrainIdentity { get; } = grainIdentity;

        /// <summary>The interface that is called.</summary>
        public GrainInterfaceType InterfaceType { get; } = interfaceType;

        /// <summary>The interface's version.</summary>
        public ushort InterfaceVersion { get; } = interfaceVersion;

        /// <summary>The call's context.</summary>
        public Dictionary<string, object> RequestContextData { get; } = requestContextData;
    }
}
