using Microsoft.Extensions.Logging;

namespace Orleans.Runtime.MembershipService;

/// <content>The lease: its renewal, and what is done in passing.</content>
internal sealed partial class ClusterMembership
{
    private Task _loop = Task.CompletedTask;

    /// <summary>Renews the lease from now on.</summary>
    public void StartRenewing() => _loop = RenewForeverAsync();

    /// <summary>Renews the lease once, and does what the table asks of this silo.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (IsOver)
                return;

            // Before the request leaves: the table counts from later.
            var asked = clock.GetTimestamp();
            var renewal = await table.RenewAsync(Self, Timing.Duration, Load(), cancellationToken);
            if (!renewal.IsHeld)
            {
                Die();
                return;
            }

            // While the table was away, the others could not renew either.
            if (!lease.IsHeld || clock.GetElapsedTime(_renewedAt, asked) > Timing.LongestGap)
                _heldSince = asked;

            _renewedAt = asked;
            lease.Grant(asked, Timing.Usable);
            Renewed?.Invoke();
            Loads = renewal.Silos.ToDictionary(sign => sign.Silo, sign => sign.Load);
            if (renewal.Version != _state.Version || _isUncertain)
                await ReadAsync(cancellationToken);

            await CareAsync(renewal, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Declares silos dead whose lease has ended, and moves partitions.
    private async Task CareAsync(LeaseRenewal renewal, CancellationToken cancellationToken)
    {
        var state = _state;
        if (_isDead || !IsActive)
            return;

        // Who was cut off itself, even for less than a lease, gives the others the time to come back.
        var mayJudge = clock.GetElapsedTime(_heldSince) >= Timing.Duration;
        var expired = mayJudge
            ? renewal.Silos.Where(sign => sign.IsExpired && !sign.Silo.Equals(Self) && state.IsAlive(sign.Silo)).Select(sign => sign.Silo).ToArray()
            : [];
        var judged = expired.Aggregate(state, (current, silo) => current.WithStatus(silo, SiloStatus.Dead));
        if (expired.Length == 0 && PartitionBalancer.Move(state, Self, state.Version).SequenceEqual(state.Partitions))
            return;

        if (await TryChangeAsync(_ => judged, cancellationToken) && expired.Length > 0)
            logger.LogWarning("Silos {Silos} have not renewed their leases and are declared dead", string.Join(", ", expired.AsEnumerable()));
    }

    private async Task RenewForeverAsync()
    {
        // Not in the caller's context: it may be a host that starts.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var pause = Timing.RenewalPeriod; !_stopped.IsCancellationRequested && !IsOver;)
        {
            try
            {
                await Task.Delay(pause, clock, _stopped.Token);
                using var timeout = new CancellationTokenSource(Timing.RenewalPeriod, clock);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopped.Token);
                await RenewAsync(linked.Token);
                pause = Timing.RenewalPeriod;
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Sooner again: the first attempt after the database was away finds the old connections broken.
                pause = Timing.RetryPeriod;
                logger.LogWarning(exception, "Silo {Silo} could not renew its lease; {Remaining} are left of it", Self, lease.Remaining);
            }
        }
    }
}
