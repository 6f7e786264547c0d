using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime.AdoNet;
using Orleans.Runtime.MembershipService;

namespace Orleans.Configuration
{
    /// <summary>The database through which silos find each other.</summary>
    public class AdoNetClusteringSiloOptions
    {
        /// <summary>How to reach the database.</summary>
        public string? ConnectionString { get; set; }

        /// <summary>The provider: Npgsql, or Microsoft.Data.Sqlite for silos of one machine.</summary>
        public string Invariant { get; set; } = null!;
    }

    /// <summary>The database in which a client finds its cluster's gateways.</summary>
    public class AdoNetClusteringClientOptions
    {
        /// <summary>How to reach the database.</summary>
        public string? ConnectionString { get; set; }

        /// <summary>The provider: Npgsql, or Microsoft.Data.Sqlite for silos of this machine.</summary>
        public string Invariant { get; set; } = null!;
    }
}

namespace Orleans.Hosting
{
    /// <summary>Makes clusters of silos through a database.</summary>
    public static class AdoNetHostingExtensions
    {
        /// <summary>The silo joins the others that use the same database and the same cluster identity.</summary>
        public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions) =>
            builder.UseAdoNetClustering(options => options.Configure(configureOptions));

        /// <summary>The silo joins the others that use the same database and the same cluster identity.</summary>
        public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<OptionsBuilder<AdoNetClusteringSiloOptions>> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(configureOptions);
            configureOptions(builder.Services.AddOptions<AdoNetClusteringSiloOptions>());
            ClusterServices.Add(builder.Services);
            builder.Services.AddSingleton<IClusterTable>(services =>
            {
                var options = services.GetRequiredService<IOptions<AdoNetClusteringSiloOptions>>().Value;
                return new AdoNetClusterTable(
                    new Database(options.Invariant, options.ConnectionString),
                    services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);
            });
            return builder;
        }

        /// <summary>The client connects to the gateways of the silos that use the same database and the same cluster identity.</summary>
        public static IClientBuilder UseAdoNetClustering(this IClientBuilder builder, Action<AdoNetClusteringClientOptions> configureOptions) =>
            builder.UseAdoNetClustering(options => options.Configure(configureOptions));

        /// <summary>The client connects to the gateways of the silos that use the same database and the same cluster identity.</summary>
        public static IClientBuilder UseAdoNetClustering(this IClientBuilder builder, Action<OptionsBuilder<AdoNetClusteringClientOptions>> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(configureOptions);
            configureOptions(builder.Services.AddOptions<AdoNetClusteringClientOptions>());
            builder.Services.AddSingleton<IGatewayListProvider, AdoNetGatewayListProvider>();
            return builder;
        }
    }
}
