using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;

namespace Orleans.Configuration
{
    /// <summary>The gateways of a client that knows them beforehand.</summary>
    public class StaticGatewayListProviderOptions
    {
        /// <summary>The gateways.</summary>
        public List<Uri> Gateways { get; set; } = [];

        internal List<IPEndPoint> Endpoints => [.. Gateways.Select(uri => new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port))];
    }
}

namespace Orleans.Hosting
{
    /// <summary>Configures clients.</summary>
    public static class ClientBuilderExtensions
    {
        /// <summary>Registers services.</summary>
        public static IClientBuilder ConfigureServices(this IClientBuilder builder, Action<IServiceCollection> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(configureDelegate);
            configureDelegate(builder.Services);
            return builder;
        }

        /// <summary>Sets options.</summary>
        public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, Action<TOptions> configureOptions) where TOptions : class
        {
            builder.Services.Configure(configureOptions);
            return builder;
        }

        /// <summary>Sets options from configuration.</summary>
        public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, IConfiguration configuration) where TOptions : class
        {
            builder.Services.Configure<TOptions>(configuration);
            return builder;
        }

        /// <summary>Makes activities of calls and carries traces with them.</summary>
        public static IClientBuilder AddActivityPropagation(this IClientBuilder builder)
        {
            builder.Services.AddSingleton<IOutgoingGrainCallFilter, Orleans.Runtime.ActivityPropagation>();
            return builder;
        }

        /// <summary>A cluster on this machine, for development.</summary>
        public static IClientBuilder UseLocalhostClustering(this IClientBuilder builder, int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT, string serviceId = "dev", string clusterId = "dev") =>
            builder.UseLocalhostClustering([new IPEndPoint(IPAddress.Loopback, gatewayPort)], serviceId, clusterId);

        private static IClientBuilder UseLocalhostClustering(this IClientBuilder builder, IPEndPoint[] endpoints, string serviceId, string clusterId)
        {
            builder.Configure<ClusterOptions>(options =>
            {
                options.ServiceId = serviceId;
                options.ClusterId = clusterId;
            });
            return builder.UseStaticClustering(endpoints);
        }

        /// <summary>A cluster whose gateways are known beforehand.</summary>
        public static IClientBuilder UseStaticClustering(this IClientBuilder builder, params IPEndPoint[] endpoints)
        {
            builder.Services.AddSingleton<IGatewayListProvider, StaticGatewayListProvider>();
            return builder.Configure<StaticGatewayListProviderOptions>(options =>
                options.Gateways = [.. endpoints.Select(endpoint => new Uri($"gwy.tcp://{endpoint}/0"))]);
        }
    }
}
