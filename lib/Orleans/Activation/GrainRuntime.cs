using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Providers;
using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>What a silo offers to its grains.</summary>
internal sealed class GrainRuntime(IGrainFactory grainFactory, ITimerRegistry timers, ILocalSiloDetails silo, IServiceProvider services, TimeProvider clock) : IGrainRuntime
{
    public string SiloIdentity => silo.SiloAddress.ToString();

    public SiloAddress SiloAddress => silo.SiloAddress;

    public IGrainFactory GrainFactory => grainFactory;

    public ITimerRegistry TimerRegistry => timers;

    public IServiceProvider ServiceProvider => services;

    public TimeProvider TimeProvider => clock;

    public void DeactivateOnIdle(IGrainContext grainContext) =>
        grainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => ((Activation)grainContext).DelayDeactivation(timeSpan);

    public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext)
    {
        var grainClass = grainContext.GrainInstance!.GetType();
        var storageName = grainClass.GetCustomAttribute<StorageProviderAttribute>()?.ProviderName;
        var storage = PersistentStateFactory.FindStorage(grainContext, storageName == ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME ? null : storageName);
        return new PersistentState<TGrainState>(
            grainClass.FullName ?? grainClass.Name,
            grainContext,
            storage,
            services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<PersistentStateFactory>>());
    }
}
