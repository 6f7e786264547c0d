using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime;

/// <summary>
/// A silo's life in its cluster. It joins when its services run, takes activations when it is about to be active,
/// says so first when it stops, and leaves when its activations have ended. Declared dead, it stops at once.
/// </summary>
internal sealed class ClusterService(
    ClusterMembership membership,
    ClusterTargets targets,
    ClusterTarget target,
    OwnedPartitions owned,
    LocalRegistrations registrations,
    ClusterLocator locator,
    ActivationDirectory activations,
    MessageRouter router,
    SiloLease lease,
    TimeProvider clock,
    IEnumerable<IMessageTransport> transports,
    IMessageClient client,
    IOptions<HostOptions> host,
    ILogger<ClusterService> logger,
    IHostApplicationLifetime? lifetime = null) : ILifecycleParticipant<ISiloLifecycle>
{
    // As long as callers wait.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(30);

    // What a dead silo's host may take to stop: nothing that it still does is of use to anybody.
    private static readonly TimeSpan LongestFuneral = TimeSpan.FromSeconds(3);

    private readonly IMessageTransport? _transport = transports.FirstOrDefault();
    private ClusterState _seen = ClusterState.Empty;
    private ITimer? _leaseTimer;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe<ClusterService>(ServiceLifecycleStage.RuntimeGrainServices, JoinAsync, LeaveAsync);
        lifecycle.Subscribe<ClusterService>(ServiceLifecycleStage.BecomeActive, ActivateAsync);
        lifecycle.Subscribe<ClusterService>(ServiceLifecycleStage.Active, static _ => Task.CompletedTask, ShutDownAsync);
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        activations.GetOrAdd(ClusterTargets.IdOf(membership.Self), new ClusterTargetReceiver(target));
        targets.SetLocal(membership.Self, target);
        _leaseTimer = clock.CreateTimer(_ => CheckLease(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        membership.Load = () => activations.Count;
        membership.Releasing += owned.Release;
        membership.Changed += OnChanged;
        membership.Written += Notify;
        membership.Renewed += CheckLease;
        membership.Died += OnDied;
        await membership.JoinAsync(cancellationToken);
        CheckLease();
        membership.StartRenewing();
    }

    private async Task ActivateAsync(CancellationToken cancellationToken)
    {
        await membership.ActivateAsync(cancellationToken);
        await locator.OpenAsync();
    }

    private async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        if (!membership.IsOver && !cancellationToken.IsCancellationRequested)
            await membership.ShutDownAsync(cancellationToken);
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Without time to end properly, it is the lease that ends: activations may still run.
            if (!membership.IsOver && !cancellationToken.IsCancellationRequested)
            {
                await ForwardLateCallsAsync(cancellationToken);
                await membership.LeaveAsync(cancellationToken);
            }
        }
        finally
        {
            lease.End();
            if (_leaseTimer is not null)
                await _leaseTimer.DisposeAsync();

            await membership.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Nobody sends anything here any more, but for what is on its way.
    private async Task ForwardLateCallsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var others = membership.State.Alive.Where(silo => !silo.Address.Equals(membership.Self));
            await Task.WhenAll(others.Select(silo => targets.Of(silo.Address).Flush(membership.State.Version, membership.Self).AsTask())).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Silo {Silo} leaves without having heard of every other one ({Error})", membership.Self, exception.Message);
        }

        await router.Forwarded.WhenEnded().WaitAsync(LongestFarewell, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void OnChanged(ClusterState state)
    {
        registrations.Fence(state);
        owned.Update(state);
        foreach (var silo in _seen.Alive.Where(silo => !state.IsAlive(silo.Address)))
            _transport?.Disconnect(silo.Address);

        _seen = state;
    }

    private void Notify(ClusterState state)
    {
        foreach (var silo in state.Alive.Where(silo => !silo.Address.Equals(membership.Self)))
            targets.Of(silo.Address).Notify(state.Version).AsTask().Ignore();
    }

    private void CheckLease()
    {
        var remaining = lease.Remaining;
        router.Suspend(remaining <= TimeSpan.Zero);
        if (remaining > TimeSpan.Zero)
            _leaseTimer?.Change(remaining, Timeout.InfiniteTimeSpan);
        else
            logger.LogWarning("Silo {Silo} has no lease and answers for no grain until it has renewed it", membership.Self);
    }

    // The others have its grains: nothing of it may end as if it still had them.
    private void OnDied()
    {
        router.Stop();
        foreach (var activation in activations.Activations)
            activation.Abandon();

        // Whoever waits for them, a request over HTTP say, would keep the host from stopping.
        client.FailAll($"Silo {membership.Self} was declared dead while the call ran: it may have been carried out or not.");
        if (host.Value.ShutdownTimeout is var timeout && (timeout > LongestFuneral || timeout < TimeSpan.Zero))
            host.Value.ShutdownTimeout = LongestFuneral;

        // Not here: what listens to the host's end would hold up the membership.
        if (lifetime is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static lifetime => lifetime.StopApplication(), lifetime, preferLocal: false);
    }
}
