using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>Makes instances of a grain class: facets such as persistent state by their attributes, the rest from the activation's services.</summary>
internal sealed class GrainActivator
{
    private readonly Func<object>? _simple;
    private readonly ObjectFactory? _factory;
    private readonly Func<IGrainContext, object>[] _facets = [];

    public GrainActivator(Type grainClass, IServiceProvider services)
    {
        var constructors = grainClass.GetConstructors();
        if (constructors is [{ } only] && only.GetParameters().Length == 0)
        {
            _simple = Expression.Lambda<Func<object>>(Expression.New(only)).Compile();
            return;
        }

        var constructor = Array.Find(constructors, candidate => candidate.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute), inherit: true))
            ?? constructors.OrderByDescending(candidate => candidate.GetParameters().Length).FirstOrDefault()
            ?? throw new InvalidOperationException($"Grain class {grainClass} has no public constructor.");
        var facets = constructor.GetParameters()
            .Select(parameter => (parameter.ParameterType, Facet: FacetFactory.TryCreate(parameter, services)))
            .Where(entry => entry.Facet is not null)
            .ToArray();
        _facets = [.. facets.Select(entry => entry.Facet!)];
        _factory = ActivatorUtilities.CreateFactory(grainClass, [.. facets.Select(entry => entry.ParameterType)]);
    }

    public object CreateInstance(Activation context)
    {
        if (_simple is not null)
            return _simple();

        var arguments = new object[_facets.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _facets[i](context);

        return _factory!(context.ActivationServices, arguments);
    }
}
