using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Samantha.Client;

/// <summary>Adds <see cref="SamanthaClient"/> to an application's services.</summary>
public static class SamanthaClientServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="SamanthaClient"/> for the whole application.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where the service is.</param>
    public static IServiceCollection AddSamanthaClient(this IServiceCollection services, Action<SamanthaClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(_ =>
        {
            var options = new SamanthaClientOptions();
            configure?.Invoke(options);
            return new SamanthaClient(options);
        });
        return services;
    }
}
