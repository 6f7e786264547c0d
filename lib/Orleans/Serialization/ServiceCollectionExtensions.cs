using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Serialization;

/// <summary>Adds serialization to services.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="Serializer"/> and a <see cref="DeepCopier"/>.</summary>
    public static IServiceCollection AddSerializer(this IServiceCollection services, Action<ISerializerBuilder>? configure = null)
    {
        services.TryAddSingleton(provider => new Serializer(provider));
        services.TryAddSingleton(_ => new DeepCopier());
        configure?.Invoke(new Builder(services));
        return services;
    }

    private sealed class Builder(IServiceCollection services) : ISerializerBuilder
    {
        public IServiceCollection Services => services;
    }
}

/// <summary>Configures serialization.</summary>
public interface ISerializerBuilder
{
    /// <summary>The services.</summary>
    IServiceCollection Services { get; }
}
