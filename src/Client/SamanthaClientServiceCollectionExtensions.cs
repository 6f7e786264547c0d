using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;

namespace Samantha.Client;

/// <summary>Adds <see cref="SamanthaClient"/> to an application's services.</summary>
public static class SamanthaClientServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="SamanthaClient"/> over HTTP for the whole application.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where the service is.</param>
    public static IServiceCollection AddSamanthaClient(this IServiceCollection services, Action<SamanthaClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(_ => new SamanthaClient(Options(configure)));
        return services;
    }

    /// <summary>Adds one <see cref="SamanthaClient"/> that calls a cluster's grains through the application's <see cref="IClusterClient"/>.</summary>
    /// <param name="services">The application's services; its host has an Orleans client.</param>
    /// <param name="configure">Says how patient the client is.</param>
    public static IServiceCollection AddSamanthaClusterClient(this IServiceCollection services, Action<SamanthaClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => new SamanthaClient(provider.GetRequiredService<IClusterClient>(), Options(configure)));
        return services;
    }

    private static SamanthaClientOptions Options(Action<SamanthaClientOptions>? configure)
    {
        var options = new SamanthaClientOptions();
        configure?.Invoke(options);
        return options;
    }
}
