using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement.Filtering;

namespace Orleans.Runtime.MembershipService.SiloMetadata
{
    /// <summary>What a silo says of itself.</summary>
    [GenerateSerializer]
    public record SiloMetadata
    {
        /// <summary>Nothing.</summary>
        public static SiloMetadata Empty { get; } = new();

        /// <summary>The values, by their keys.</summary>
        [Id(0)]
        public ImmutableDictionary<string, string> Metadata { get; private set; } = ImmutableDictionary<string, string>.Empty;

        internal static SiloMetadata Of(ImmutableDictionary<string, string> metadata) => new() { Metadata = metadata };

        internal void AddMetadata(IEnumerable<KeyValuePair<string, string>> metadata) => Metadata = Metadata.SetItems(metadata);
    }

    /// <summary>Knows what the silos say of themselves.</summary>
    public interface ISiloMetadataCache
    {
        /// <summary>What a silo says of itself.</summary>
        SiloMetadata GetSiloMetadata(SiloAddress siloAddress);
    }

    internal sealed class SiloMetadataCache(ILocalSiloDetails silo, IOptions<SiloMetadata> own, ClusterMembership? membership = null) : ISiloMetadataCache
    {
        public SiloMetadata GetSiloMetadata(SiloAddress siloAddress)
        {
            if (siloAddress.Equals(silo.SiloAddress))
                return own.Value;

            return membership is not null && membership.State.Silos.TryGetValue(siloAddress, out var row) ? SiloMetadata.Of(row.Metadata) : SiloMetadata.Empty;
        }
    }

    /// <summary>Lets silos say something of themselves, by which grains can be placed.</summary>
    public static class SiloMetadataHostingExtensions
    {
        /// <summary>Takes metadata from the section Orleans:Metadata.</summary>
        public static ISiloBuilder UseSiloMetadata(this ISiloBuilder builder) => builder.UseSiloMetadata(builder.Configuration);

        /// <summary>Takes metadata from the section Orleans:Metadata.</summary>
        public static ISiloBuilder UseSiloMetadata(this ISiloBuilder builder, IConfiguration configuration) =>
            builder.UseSiloMetadata(configuration.GetSection("Orleans").GetSection("Metadata"));

        /// <summary>Takes metadata from a section.</summary>
        public static ISiloBuilder UseSiloMetadata(this ISiloBuilder builder, IConfigurationSection configurationSection) =>
            builder.UseSiloMetadata(configurationSection.Get<Dictionary<string, string>>() ?? []);

        /// <summary>Takes metadata.</summary>
        public static ISiloBuilder UseSiloMetadata(this ISiloBuilder builder, Dictionary<string, string> metadata)
        {
            builder.Services.AddOptions<SiloMetadata>().Configure(options => options.AddMetadata(metadata));
            builder.Services.TryAddSingleton<ISiloMetadataCache>(services => new SiloMetadataCache(
                services.GetRequiredService<ILocalSiloDetails>(),
                services.GetRequiredService<IOptions<SiloMetadata>>(),
                services.GetService<ClusterMembership>()));
#pragma warning disable ORLEANSEXP004 // Its users are told; the runtime itself may.
            builder.Services.AddPlacementFilter<RequiredMatchSiloMetadataPlacementFilterStrategy, RequiredMatchSiloMetadataPlacementFilterDirector>(ServiceLifetime.Transient);
            builder.Services.AddPlacementFilter<PreferredMatchSiloMetadataPlacementFilterStrategy, PreferredMatchSiloMetadataPlacementFilterDirector>(ServiceLifetime.Transient);
#pragma warning restore ORLEANSEXP004
            return builder;
        }
    }
}

namespace Orleans.Runtime.Placement.Filtering
{
    /// <summary>New activations go to silos whose metadata are the calling silo's, for the given keys.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    [Experimental("ORLEANSEXP004")]
    public class RequiredMatchSiloMetadataPlacementFilterAttribute(string[] metadataKeys, int order = 0)
        : PlacementFilterAttribute(new RequiredMatchSiloMetadataPlacementFilterStrategy(metadataKeys, order));

    /// <summary>New activations go to the silos whose metadata match the calling silo's best.</summary>
    /// <remarks>The last key weighs most. Keys are left out from the first on until enough silos match.</remarks>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    [Experimental("ORLEANSEXP004")]
    public class PreferredMatchSiloMetadataPlacementFilterAttribute(string[] orderedMetadataKeys, int minCandidates = 2, int order = 0)
        : PlacementFilterAttribute(new PreferredMatchSiloMetadataPlacementFilterStrategy(orderedMetadataKeys, minCandidates, order));

    /// <summary>The keys that must match.</summary>
    public class RequiredMatchSiloMetadataPlacementFilterStrategy(string[] metadataKeys, int order) : PlacementFilterStrategy(order)
    {
        /// <summary>No key.</summary>
        public RequiredMatchSiloMetadataPlacementFilterStrategy() : this([], 0)
        {
        }

        /// <summary>The keys.</summary>
        public string[] MetadataKeys { get; } = metadataKeys;
    }

    /// <summary>The keys that should match.</summary>
    public class PreferredMatchSiloMetadataPlacementFilterStrategy(string[] orderedMetadataKeys, int minCandidates, int order) : PlacementFilterStrategy(order)
    {
        /// <summary>No key.</summary>
        public PreferredMatchSiloMetadataPlacementFilterStrategy() : this([], 2, 0)
        {
        }

        /// <summary>The keys; the last weighs most.</summary>
        public string[] OrderedMetadataKeys { get; } = orderedMetadataKeys;

        /// <summary>How many silos must match before fewer keys are looked at.</summary>
        public int MinCandidates { get; } = minCandidates;
    }

    internal sealed class RequiredMatchSiloMetadataPlacementFilterDirector(ILocalSiloDetails local, ISiloMetadataCache cache) : IPlacementFilterDirector
    {
        public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
        {
            var keys = ((RequiredMatchSiloMetadataPlacementFilterStrategy)filterStrategy).MetadataKeys;
            var own = cache.GetSiloMetadata(local.SiloAddress).Metadata;
            return silos.Where(silo => cache.GetSiloMetadata(silo).Metadata is var other
                && keys.All(key => own.GetValueOrDefault(key) == other.GetValueOrDefault(key)));
        }
    }

    internal sealed class PreferredMatchSiloMetadataPlacementFilterDirector(ILocalSiloDetails local, ISiloMetadataCache cache) : IPlacementFilterDirector
    {
        public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
        {
            var strategy = (PreferredMatchSiloMetadataPlacementFilterStrategy)filterStrategy;
            var own = cache.GetSiloMetadata(local.SiloAddress).Metadata;
            var scored = silos.Select(silo => (Silo: silo, Score: Score(own, cache.GetSiloMetadata(silo).Metadata, strategy.OrderedMetadataKeys))).ToArray();
            for (var needed = strategy.OrderedMetadataKeys.Length; needed > 0; needed--)
            {
                if (scored.Count(entry => entry.Score >= needed) >= strategy.MinCandidates)
                    return scored.Where(entry => entry.Score >= needed).Select(entry => entry.Silo);
            }

            return scored.Select(entry => entry.Silo);
        }

        // How many keys match, from the last on.
        private static int Score(ImmutableDictionary<string, string> own, ImmutableDictionary<string, string> other, string[] keys) => keys
            .Reverse()
            .TakeWhile(key => own.TryGetValue(key, out var mine) && other.TryGetValue(key, out var theirs) && mine == theirs)
            .Count();
    }
}
