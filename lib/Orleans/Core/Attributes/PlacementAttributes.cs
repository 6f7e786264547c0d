using Orleans.Runtime;

namespace Orleans.Placement
{
    /// <summary>Says on which silo new activations of a grain class are placed.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public abstract class PlacementAttribute : Attribute
    {
        /// <summary>Sets the strategy.</summary>
        protected PlacementAttribute(PlacementStrategy placement)
        {
            ArgumentNullException.ThrowIfNull(placement);
            PlacementStrategy = placement;
        }

        /// <summary>The strategy.</summary>
        public PlacementStrategy PlacementStrategy { get; }
    }

    /// <summary>New activations go to a random silo.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class RandomPlacementAttribute() : PlacementAttribute(new RandomPlacement());

    /// <summary>New activations go to the calling silo if it can host them, else to a random one.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class PreferLocalPlacementAttribute() : PlacementAttribute(new PreferLocalPlacement());

    /// <summary>New activations go to the silo that the grain's hash selects.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class HashBasedPlacementAttribute() : PlacementAttribute(new HashBasedPlacement());

    /// <summary>New activations go to the silo with the fewest recently active grains.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class ActivationCountBasedPlacementAttribute() : PlacementAttribute(new ActivationCountBasedPlacement());

    /// <summary>New activations go to the silo with the most free resources.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class ResourceOptimizedPlacementAttribute() : PlacementAttribute(new ResourceOptimizedPlacement());
}

namespace Orleans.Runtime
{
    /// <summary>Selects the silo of a new activation.</summary>
    public abstract class PlacementStrategy
    {
        /// <summary>Whether activations are registered in the grain directory, so that there is one of each grain.</summary>
        public virtual bool IsUsingGrainDirectory => true;
    }

    /// <summary>A random silo.</summary>
    public sealed class RandomPlacement : PlacementStrategy;

    /// <summary>The calling silo.</summary>
    public sealed class PreferLocalPlacement : PlacementStrategy;

    /// <summary>The silo that the grain's hash selects.</summary>
    public sealed class HashBasedPlacement : PlacementStrategy;

    /// <summary>The silo with the fewest recently active grains.</summary>
    public sealed class ActivationCountBasedPlacement : PlacementStrategy;

    /// <summary>The silo with the most free resources.</summary>
    public sealed class ResourceOptimizedPlacement : PlacementStrategy;

    /// <summary>The calling silo, with as many activations of one grain as the load asks for.</summary>
    internal sealed class StatelessWorkerPlacement(int maxLocalWorkers) : PlacementStrategy
    {
        public int MaxLocalWorkers { get; } = maxLocalWorkers;

        public override bool IsUsingGrainDirectory => false;
    }
}

namespace Orleans.Concurrency
{
    /// <summary>Every silo makes its own activations of the grain, up to a number, and sends a call to an idle one.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute : Orleans.Placement.PlacementAttribute
    {
        /// <summary>Up to as many activations as there are processors.</summary>
        public StatelessWorkerAttribute() : this(-1)
        {
        }

        /// <summary>Up to <paramref name="maxLocalWorkers"/> activations.</summary>
        public StatelessWorkerAttribute(int maxLocalWorkers)
            : base(new StatelessWorkerPlacement(maxLocalWorkers > 0 ? maxLocalWorkers : Environment.ProcessorCount))
        {
        }
    }
}
