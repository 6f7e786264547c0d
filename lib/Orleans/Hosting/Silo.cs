using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>
/// A silo in its host: starts the lifecycle, and stops it in reverse. When it stops, activations end first, with the
/// calls that they have; then the rest.
/// </summary>
internal sealed class Silo(
    SiloLifecycle lifecycle,
    IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants,
    ActivationDirectory directory,
    MessageRouter router,
    ObserverRegistry observers,
    GatewayHub gateways,
    ILocalSiloDetails details,
    ILogger<Silo> logger) : IHostedService
{
    private bool _isBuilt;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_isBuilt)
        {
            _isBuilt = true;
            foreach (var participant in participants)
                participant.Participate(lifecycle);

            lifecycle.Subscribe<Silo>(ServiceLifecycleStage.RuntimeServices, _ => OpenAsync(), _ => CloseAsync());
            lifecycle.Subscribe<Silo>(ServiceLifecycleStage.BecomeActive, static _ => Task.CompletedTask, DrainAsync);
        }

        try
        {
            await lifecycle.OnStart(cancellationToken);
            gateways.Add(details.GatewayAddress.Endpoint, router);
            logger.LogInformation("Silo {Silo} started at {Address}", details.Name, details.SiloAddress);
        }
        catch
        {
            await lifecycle.OnStop(CancellationToken.None);
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        gateways.Remove(details.GatewayAddress.Endpoint, router);
        await lifecycle.OnStop(cancellationToken);
        logger.LogInformation("Silo {Silo} stopped", details.Name);
    }

    private Task OpenAsync() => router.AddClientAsync(observers);

    private Task CloseAsync()
    {
        router.RemoveClient(observers);
        return Task.CompletedTask;
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        // Declared dead: its activations have been given up.
        if (router.IsStopped)
            return;

        router.BeginStop();
        try
        {
            var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "This process is terminating.");
            while (!cancellationToken.IsCancellationRequested && directory.Activations.ToArray() is { Length: > 0 } activations)
            {
                foreach (var activation in activations)
                    activation.Deactivate(reason, cancellationToken);

                await Task.WhenAll(activations.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Silo {Silo} stops without waiting for its activations any longer", details.Name);
        }

        router.Stop();
        foreach (var activation in directory.Activations)
            activation.Abandon();
    }
}
