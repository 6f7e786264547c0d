using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Samantha.Grains.Inference;
using Samantha.Grains.Models;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Hosting;

/// <summary>Adds the platform's grains to a silo.</summary>
public static class SamanthaSiloBuilderExtensions
{
    /// <summary>
    /// Adds what the grains need besides the storage (<see cref="Interactions.IInteractionLog"/>,
    /// <see cref="Lessons.ICurationLog"/>, <see cref="Models.IModelStore"/>, a grain storage named
    /// <see cref="SamanthaStorage.Name"/>), the engines (<see cref="IReplyEngines"/>), the trainer
    /// (<see cref="Training.ICandidateTrainer"/>), the measurer (<see cref="Measurement.IVersionMeasurer"/>) and the appraiser
    /// (<see cref="Conversations.IEmotionAppraiser"/>), which the host adds. The clock is the registered
    /// <see cref="TimeProvider"/>, or the system's.
    /// </summary>
    /// <param name="builder">The silo's builder.</param>
    /// <param name="configure">Sets options; they are checked at start.</param>
    public static ISiloBuilder AddSamanthaGrains(this ISiloBuilder builder, Action<SamanthaOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ModelPublisher>();
        services.TryAddSingleton(_ => Provenance.Here);
        services.TryAddSingleton<FleetView>();
        services.TryAddSingleton<LocalWorkers>();
        services.TryAddSingleton<SignalBook>();
        services.TryAddSingleton(provider => new WorkerLoads(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<SamanthaOptions>>().Value.Rollout.Stall));
        services.TryAddSingleton(provider => new Dispatcher(
            provider.GetRequiredService<WorkerLoads>(), provider.GetRequiredService<IReplyEngines>().Workers, new Random()));
        services.TryAddSingleton(provider => new InferenceRouter(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<FleetView>(),
            provider.GetRequiredService<Dispatcher>(),
            provider.GetRequiredService<WorkerLoads>(),
            provider.GetRequiredService<SignalBook>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new FleetReporter(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<LocalWorkers>(),
            provider.GetRequiredService<SignalBook>(),
            provider.GetRequiredService<WorkerLoads>(),
            provider.GetRequiredService<FleetView>(),
            provider.GetRequiredService<ILocalSiloDetails>(),
            provider.GetRequiredService<IOptions<SamanthaOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FleetReporter>>()));
        services.TryAddSingleton<SamanthaStartup>();
        // Hosted services stop in reverse: the silo is no longer ready, then its workers leave the fleet, then it stops itself.
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<FleetReporter>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SamanthaStartup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SamanthaOptions>, SamanthaOptionsValidator>());
        var options = services.AddOptions<SamanthaOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        return builder.AddOutgoingGrainCallFilter<TraceCarrier>().AddActivityPropagation();
    }
}
