using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Orleans.Runtime;

internal sealed class PersistentStateFactory(ILogger<PersistentStateFactory> logger) : IPersistentStateFactory
{
    public IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration config)
    {
        var state = new PersistentState<TState>(config.StateName, context, FindStorage(context, config.StorageName), logger);
        context.ObservableLifecycle.Subscribe(config.StateName, GrainLifecycleStage.SetupState, _ => state.ReadStateAsync());
        return state;
    }

    public static IGrainStorage FindStorage(IGrainContext context, string? name)
    {
        var services = context.ActivationServices;
        var storage = string.IsNullOrWhiteSpace(name) ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(name);
        return storage ?? throw new BadProviderConfigException(string.IsNullOrWhiteSpace(name)
            ? $"No default storage provider found loading grain type {context.GrainId.Type}."
            : $"No storage provider named \"{name}\" found loading grain type {context.GrainId.Type}.");
    }
}

internal sealed class PersistentStateAttributeMapper : IAttributeToFactoryMapper<PersistentStateAttribute>
{
    private static readonly MethodInfo CreateMethod =
        typeof(PersistentStateAttributeMapper).GetMethod(nameof(Create), BindingFlags.Static | BindingFlags.NonPublic)!;

    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, PersistentStateAttribute metadata)
    {
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new ArgumentException($"Parameter {parameter.Name} of {parameter.Member.DeclaringType} has [PersistentState] but is not an IPersistentState<T>.");

        IPersistentStateConfiguration config = string.IsNullOrEmpty(metadata.StateName) ? new PersistentStateAttribute(parameter.Name!, metadata.StorageName) : metadata;
        var create = CreateMethod.MakeGenericMethod(parameter.ParameterType.GetGenericArguments()[0])
            .CreateDelegate<Func<IGrainContext, IPersistentStateConfiguration, object>>();
        return context => create(context, config);
    }

    private static object Create<TState>(IGrainContext context, IPersistentStateConfiguration config) =>
        context.ActivationServices.GetRequiredService<IPersistentStateFactory>().Create<TState>(context, config);
}
