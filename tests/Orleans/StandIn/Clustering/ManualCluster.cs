using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>Silos' memberships over one table, in a time that stands until it is advanced; no loop runs by itself.</summary>
internal sealed class ManualCluster
{
    public static readonly ClusterMembershipOptions Options = new() { ProbeTimeout = TimeSpan.FromSeconds(2), NumMissedProbesLimit = 3 };
    public static readonly LeaseTiming Timing = LeaseTiming.From(Options);

    private readonly MemoryClusterTable _table;
    private int _lastGeneration;

    public ManualCluster() => _table = new MemoryClusterTable(Clock);

    public ManualTimeProvider Clock { get; } = new();

    public List<Member> Members { get; } = [];

    public IEnumerable<Member> Alive => Members.Where(member => !member.Membership.IsOver && !member.IsKilled);

    public Task<ClusterState> TableAsync() => _table.ReadAsync(default);

    /// <summary>A silo that has not joined. Its clock loses up to <paramref name="drift"/> of the time.</summary>
    public Member Create(double drift = 0, int port = 0)
    {
        var address = SiloAddress.New(IPAddress.Loopback, port == 0 ? _lastGeneration + 1 : port, ++_lastGeneration);
        var clock = new DriftingClock(Clock, drift);
        var lease = new SiloLease(clock);
        var table = new FaultyTable(_table);
        var row = new ClusterSilo(address, SiloStatus.Created, $"silo{_lastGeneration}", 0, ImmutableDictionary<string, string>.Empty);
        var member = new Member(new ClusterMembership(row, table, Options, lease, clock, NullLogger.Instance), lease, table);
        Members.Add(member);
        return member;
    }

    public async Task<Member> StartAsync(double drift = 0, int port = 0)
    {
        var member = Create(drift, port);
        await member.Membership.JoinAsync(default);
        await member.Membership.ActivateAsync(default);
        return member;
    }

    /// <summary>Lets time pass in which every silo that can renews its lease.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end;)
        {
            Clock.Advance(Timing.RenewalPeriod);
            foreach (var member in Alive.ToArray())
                await member.RenewAsync();
        }
    }

    /// <summary>Fails if two silos act for one partition now.</summary>
    public void CheckOwners()
    {
        var owners = new Member?[PartitionMap.Count];
        foreach (var member in Members.Where(member => !member.IsKilled))
        {
            for (var partition = 0; partition < PartitionMap.Count; partition++)
            {
                if (!member.Membership.IsOwner(partition, out var epoch))
                    continue;

                if (owners[partition] is { } other)
                    Assert.Fail($"{other.Membership.Self} and {member.Membership.Self} both act for partition {partition} (epoch {epoch}).");

                owners[partition] = member;
            }
        }
    }

    public sealed record Member(ClusterMembership Membership, SiloLease Lease, FaultyTable Table)
    {
        public bool IsKilled { get; set; }

        /// <summary>A step that waits on its way.</summary>
        public Task Pending { get; private set; } = Task.CompletedTask;

        public int Owned => Enumerable.Range(0, PartitionMap.Count).Count(partition => Membership.IsOwner(partition, out _));

        public Task RenewAsync() => BeginRenew();

        /// <summary>Begins a renewal; one that fails is logged by the silo and ends here.</summary>
        public Task BeginRenew()
        {
            if (Pending.IsCompleted)
                Pending = RenewQuietlyAsync();

            return Pending;
        }

        private async Task RenewQuietlyAsync()
        {
            try
            {
                await Membership.RenewAsync();
            }
            catch (IOException)
            {
                // The next one may succeed.
            }
        }
    }

    private sealed class DriftingClock(TimeProvider clock, double drift) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => (long)(clock.GetTimestamp() * (1 - drift));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
