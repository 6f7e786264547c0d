using System.Collections.Immutable;

namespace Orleans.Runtime.MembershipService;

/// <summary>The table of a cluster whose silos are all in this process, for tests.</summary>
internal sealed class MemoryClusterTable(TimeProvider clock) : IClusterTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, int> _loads = [];
    private ClusterState _state = ClusterState.Empty;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ClusterState> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_state);
    }

    public Task<LeaseRenewal> RenewAsync(SiloAddress silo, TimeSpan lease, int load, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isHeld = _state.IsAlive(silo);
            if (isHeld)
            {
                _state = _state.With(_state.Silos[silo] with { LeaseUntil = Now + (long)lease.TotalMilliseconds });
                _loads[silo] = load;
            }

            var now = Now;
            ImmutableArray<SiloSign> signs =
                [.. _state.Alive.Select(row => new SiloSign(row.Address, row.LeaseUntil < now, _loads.GetValueOrDefault(row.Address)))];
            return Task.FromResult(new LeaseRenewal(isHeld, _state.Version, signs));
        }
    }

    public Task<bool> TryWriteAsync(ClusterState current, ClusterState next, SiloAddress writer, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_state.Version != current.Version)
                return Task.FromResult(false);

            var now = Now;
            var silos = next.Silos.ToBuilder();
            foreach (var silo in next.Silos.Values)
            {
                var known = _state.Silos.GetValueOrDefault(silo.Address);
                if (silo.Status == SiloStatus.Dead && known is { IsAlive: true } && !silo.Address.Endpoint.Equals(writer.Endpoint) && known.LeaseUntil >= now)
                    return Task.FromResult(false);

                silos[silo.Address] = silo with { LeaseUntil = known?.LeaseUntil ?? now + (long)lease.TotalMilliseconds };
            }

            _state = new ClusterState(next.Version, silos.ToImmutable(), next.Partitions);
            return Task.FromResult(true);
        }
    }

    /// <summary>Declares a silo dead that the owner of this table has ended itself; false if it is dead already.</summary>
    public bool TryBury(SiloAddress silo)
    {
        lock (_gate)
        {
            if (!_state.IsAlive(silo))
                return false;

            _state = _state.WithStatus(silo, SiloStatus.Dead).Next(silo);
            return true;
        }
    }
}
