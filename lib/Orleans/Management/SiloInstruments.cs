using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime;

/// <summary>What is told of a silo to whoever listens to the meter Microsoft.Orleans, read when it is asked for.</summary>
internal sealed class SiloInstruments(IServiceProvider services, ActivationDirectory activations) : ILifecycleParticipant<ISiloLifecycle>
{
    private Meter? _meter;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe<SiloInstruments>(ServiceLifecycleStage.RuntimeInitialize, _ => Start(), _ => Stop());

    private Task Start()
    {
        _meter = new Meter("Microsoft.Orleans");
        _meter.CreateObservableGauge("orleans-catalog-activations", () => activations.Count);
        if (services.GetService<ConnectedClients>() is { } clients)
            _meter.CreateObservableUpDownCounter("orleans-gateway-connected-clients", () => clients.Count);

        if (services.GetService<ClusterMembership>() is { } membership)
        {
            _meter.CreateObservableGauge("orleans-consistent-ring-size", () => membership.State.Alive.Count());
            _meter.CreateObservableGauge("orleans-consistent-ring-range-percentage-local", () => PercentageOf(membership));
            var cache = services.GetRequiredService<LocationCache>();
            _meter.CreateObservableGauge("orleans-directory-cache-size", () => cache.Count);
        }

        return Task.CompletedTask;
    }

    private Task Stop()
    {
        _meter?.Dispose();
        return Task.CompletedTask;
    }

    private static float PercentageOf(ClusterMembership membership) =>
        100f * Enumerable.Range(0, PartitionMap.Count).Count(partition => membership.IsOwner(partition, out _)) / PartitionMap.Count;
}
