using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime
{
    /// <summary>Makes the values of parameters with an attribute.</summary>
    public interface IAttributeToFactoryMapper<in TMetadata>
        where TMetadata : IFacetMetadata
    {
        /// <summary>The maker of a parameter's values.</summary>
        Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, TMetadata metadata);
    }

    internal static class FacetFactory
    {
        private static readonly MethodInfo GetFactoryMethod =
            typeof(FacetFactory).GetMethod(nameof(GetFactory), BindingFlags.Static | BindingFlags.NonPublic)!;

        public static Func<IGrainContext, object>? TryCreate(ParameterInfo parameter, IServiceProvider services)
        {
            if (parameter.GetCustomAttributes().OfType<IFacetMetadata>().FirstOrDefault() is not { } metadata)
                return null;

            return (Func<IGrainContext, object>)GetFactoryMethod.MakeGenericMethod(metadata.GetType()).Invoke(null, [parameter, metadata, services])!;
        }

        private static Func<IGrainContext, object> GetFactory<TMetadata>(ParameterInfo parameter, TMetadata metadata, IServiceProvider services)
            where TMetadata : IFacetMetadata
        {
            var mapper = services.GetService<IAttributeToFactoryMapper<TMetadata>>()
                ?? throw new OrleansException($"Missing attribute mapper for attribute {metadata.GetType()} used in grain constructor for grain type {parameter.Member.DeclaringType}.");
            var factory = mapper.GetFactory(parameter, metadata);
            return context => factory(context);
        }
    }
}

namespace Orleans
{
    /// <summary>Marks the attributes of constructor parameters that are made for each activation.</summary>
    public interface IFacetMetadata;

    /// <summary>Makes an instance from a parameter.</summary>
    public delegate TInstance Factory<in TParam1, out TInstance>(TParam1 param1);
}
