using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Orleans.Runtime.MembershipService;

/// <summary>
/// One silo's part in the cluster: joins, renews its lease, declares silos dead whose lease has ended, moves the
/// partitions that it may move, leaves. The steps run one at a time; readers see the last state that was read.
/// </summary>
internal sealed partial class ClusterMembership(
    ClusterSilo self,
    IClusterTable table,
    ClusterMembershipOptions options,
    SiloLease lease,
    TimeProvider clock,
    ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stopped = new();
    private volatile ClusterState _state = ClusterState.Empty;
    private volatile int[] _released = [];
    private volatile bool _isDead;
    private volatile bool _hasLeft;
    private bool _isUncertain;
    private long _heldSince;
    private long _renewedAt;

    public SiloAddress Self => self.Address;

    public ClusterState State => _state;

    public LeaseTiming Timing { get; } = LeaseTiming.From(options);

    public bool IsActive => _state.Silos.TryGetValue(Self, out var row) && row.Status == SiloStatus.Active;

    /// <summary>Whether this silo is out of the cluster: it has left, or was declared dead.</summary>
    public bool IsOver => _isDead || _hasLeft;

    /// <summary>How many activations the silos had when their leases were last seen.</summary>
    public IReadOnlyDictionary<SiloAddress, int> Loads { get; private set; } = new Dictionary<SiloAddress, int>();

    /// <summary>How many activations this silo has.</summary>
    public Func<int> Load { get; set; } = static () => 0;

    /// <summary>Called before partitions are given away: from then on this silo does not act for them.</summary>
    public event Action<IReadOnlyList<int>>? Releasing;

    /// <summary>Called with each state that was read, and with the last one again if a change to it failed.</summary>
    public event Action<ClusterState>? Changed;

    /// <summary>Called when this silo has written a state.</summary>
    public event Action<ClusterState>? Written;

    /// <summary>Called when the lease was renewed.</summary>
    public event Action? Renewed;

    /// <summary>Called when this silo was declared dead.</summary>
    public event Action? Died;

    /// <summary>Whether this silo acts for a partition now, and under which epoch.</summary>
    public bool IsOwner(int partition, out long epoch)
    {
        var owner = _state.Partitions[partition];
        epoch = owner.Epoch;
        return Self.Equals(owner.Silo) && !_released.Contains(partition) && lease.IsHeld;
    }

    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        lease.End();
        await RetryAsync(
            async () =>
            {
                await table.InitializeAsync(cancellationToken);
                await ChangeAsync(state => Forget(state).Succeeding(Self).With(self with { Status = SiloStatus.Joining }), cancellationToken);
            },
            options.MaxJoinAttemptTime,
            cancellationToken);
        _heldSince = _renewedAt = clock.GetTimestamp();
        logger.LogInformation("Silo {Silo} joined the cluster at version {Version}", Self, _state.Version);
    }

    /// <summary>From now on the silo takes activations and its share of the partitions.</summary>
    public Task ActivateAsync(CancellationToken cancellationToken) =>
        SetStatusAsync(SiloStatus.Active, options.MaxJoinAttemptTime, cancellationToken);

    /// <summary>From now on the silo takes no activations and has no partitions.</summary>
    public Task ShutDownAsync(CancellationToken cancellationToken) =>
        SetStatusAsync(SiloStatus.ShuttingDown, Timing.Duration, cancellationToken);

    /// <summary>Ends the silo's part in the cluster, without waiting for its lease to end.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        // First: what is confirmed after the others know of the end could be confirmed twice.
        lease.End();
        await SetStatusAsync(SiloStatus.Dead, Timing.Duration, cancellationToken);
        _hasLeft = true;
    }

    /// <summary>Reads the table unless a version at least as new is known.</summary>
    public async Task RefreshAsync(long version, CancellationToken cancellationToken = default)
    {
        if (_state.Version >= version || IsOver)
            return;

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_state.Version < version)
                await ReadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _loop;
    }

    private Task SetStatusAsync(SiloStatus status, TimeSpan patience, CancellationToken cancellationToken) =>
        RetryAsync(() => ChangeAsync(state => state.WithStatus(Self, status), cancellationToken), patience, cancellationToken);

    private async Task RetryAsync(Func<Task> action, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OrleansException or OrleansConfigurationException) && clock.GetElapsedTime(start) < patience)
            {
                logger.LogWarning(exception, "Silo {Silo} could not write the cluster's table and tries again", Self);
                await Task.Delay(RetryDelay, clock, cancellationToken);
            }
        }
    }

    // Tries until nobody else wrote in between, or the silo is dead.
    private async Task ChangeAsync(Func<ClusterState, ClusterState> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
            while (!_isDead && !await TryChangeAsync(change, cancellationToken))
                await ReadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }

        if (_isDead)
            throw new SiloUnavailableException($"Silo {Self} was declared dead: it must be started anew.");
    }

    private async Task<bool> TryChangeAsync(Func<ClusterState, ClusterState> change, CancellationToken cancellationToken)
    {
        var current = _state;
        var changed = change(current);
        var next = changed.Next(Self);
        var isNew = !current.Silos.ContainsKey(Self);
        var released = Enumerable.Range(0, PartitionMap.Count)
            .Where(i => Self.Equals(current.Partitions[i].Silo) && !Self.Equals(next.Partitions[i].Silo))
            .ToArray();
        _released = released;
        if (released.Length > 0)
            Releasing?.Invoke(released);

        // If this throws nobody knows whether it was written: what was released stays so until the table is read.
        var asked = clock.GetTimestamp();
        _isUncertain = true;
        var isWritten = await table.TryWriteAsync(current, next, Self, Timing.Duration, cancellationToken);
        if (isWritten && isNew)
            lease.Grant(asked, Timing.Usable);

        Publish(isWritten ? next : current);
        if (isWritten)
            Written?.Invoke(next);

        return isWritten;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var state = await table.ReadAsync(cancellationToken);
        if (_state.Silos.ContainsKey(Self) && !state.IsAlive(Self) && !_hasLeft)
            Die();
        else if (state.Version >= _state.Version)
            Publish(state);
    }

    private void Publish(ClusterState state)
    {
        _state = state;
        _isUncertain = false;
        _released = [];
        Changed?.Invoke(state);
    }

    private void Die()
    {
        lease.End();
        if (_isDead)
            return;

        _isDead = true;
        logger.LogError("Silo {Silo} was declared dead by the others and stops itself", Self);
        Died?.Invoke();
    }

    // Dead silos are kept for a while, so that those who still call them learn of their end.
    private ClusterState Forget(ClusterState state)
    {
        var newest = state.Silos.Values.Select(silo => silo.LeaseUntil).DefaultIfEmpty().Max();
        var oldest = newest - (long)options.DefunctSiloExpiration.TotalMilliseconds;
        return state.Without(state.Silos.Values.Where(silo => !silo.IsAlive && silo.LeaseUntil < oldest).Select(silo => silo.Address));
    }
}
