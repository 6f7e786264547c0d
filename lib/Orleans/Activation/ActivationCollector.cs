using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>Deactivates activations that have idled long enough, looking at all of them once in a while.</summary>
internal sealed class ActivationCollector(ActivationDirectory directory, IOptions<GrainCollectionOptions> options, TimeProvider clock) : ILifecycleParticipant<ISiloLifecycle>
{
    private ITimer? _timer;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<ActivationCollector>(ServiceLifecycleStage.RuntimeServices, Start, Stop);

    private Task Start(CancellationToken cancellationToken)
    {
        var quantum = options.Value.CollectionQuantum;
        _timer = clock.CreateTimer(_ => Collect(), null, quantum, quantum);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
    }

    private void Collect()
    {
        foreach (var activation in directory.Activations)
        {
            if (activation.Shared.CollectionAge is { } age)
                activation.CollectIfIdle(age);
        }
    }
}
