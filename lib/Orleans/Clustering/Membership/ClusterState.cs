using System.Collections.Immutable;

namespace Orleans.Runtime.MembershipService;

/// <summary>A silo as the table has it; when its lease ends, in milliseconds of the table's clock, is for reading only.</summary>
internal sealed record ClusterSilo(
    SiloAddress Address,
    SiloStatus Status,
    string Name,
    int GatewayPort,
    ImmutableDictionary<string, string> Metadata,
    long LeaseUntil = 0)
{
    /// <summary>Whether the silo may have activations: it has joined and has neither left nor been declared dead.</summary>
    public bool IsAlive => Status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown;
}

/// <summary>Who owns a partition, and since which version of the table: the epoch, which each change of owner raises.</summary>
internal readonly record struct PartitionOwner(SiloAddress? Silo, long Epoch);

/// <summary>The table of a cluster at one version: its silos and who owns which partition.</summary>
internal sealed class ClusterState(long version, ImmutableDictionary<SiloAddress, ClusterSilo> silos, ImmutableArray<PartitionOwner> partitions)
{
    public static readonly ClusterState Empty = new(
        0,
        ImmutableDictionary<SiloAddress, ClusterSilo>.Empty,
        [.. Enumerable.Repeat(default(PartitionOwner), PartitionMap.Count)]);

    public long Version => version;

    public ImmutableDictionary<SiloAddress, ClusterSilo> Silos => silos;

    public ImmutableArray<PartitionOwner> Partitions => partitions;

    public IEnumerable<ClusterSilo> Alive => silos.Values.Where(silo => silo.IsAlive);

    /// <summary>The silos that take new activations, in an order that is the same everywhere.</summary>
    public ImmutableArray<SiloAddress> Active { get; } =
        [.. silos.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.Address).Order()];

    public bool IsAlive(SiloAddress silo) => silos.TryGetValue(silo, out var row) && row.IsAlive;

    public ClusterState With(ClusterSilo silo) => new(version, silos.SetItem(silo.Address, silo), partitions);

    public ClusterState Without(IEnumerable<SiloAddress> gone) => new(version, silos.RemoveRange(gone), partitions);

    public ClusterState WithStatus(SiloAddress silo, SiloStatus status) =>
        silos.TryGetValue(silo, out var row) ? With(row with { Status = status }) : this;

    /// <summary>Without the runs before at a silo's address: it has bound it, so they are gone, or have given up their lease.</summary>
    public ClusterState Succeeding(SiloAddress silo) => Alive
        .Where(row => row.Address.Endpoint.Equals(silo.Endpoint) && row.Address.Generation < silo.Generation)
        .Aggregate(this, (state, row) => state.WithStatus(row.Address, SiloStatus.Dead));

    /// <summary>The state to write over this one: moves the partitions that <paramref name="mover"/> may move, under the next version.</summary>
    public ClusterState Next(SiloAddress mover) => new(version + 1, silos, PartitionBalancer.Move(this, mover, version + 1));
}
