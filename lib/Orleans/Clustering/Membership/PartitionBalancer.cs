using System.Collections.Immutable;

namespace Orleans.Runtime.MembershipService;

/// <summary>
/// Says which partitions a silo may move, and where to. It may take those without a living owner, and give away its
/// own: nobody takes a partition from a silo that may still act for it. Active silos end with equal shares, give or
/// take one, and no partition moves that need not.
/// </summary>
internal static class PartitionBalancer
{
    public static ImmutableArray<PartitionOwner> Move(ClusterState state, SiloAddress mover, long epoch)
    {
        var active = state.Active;
        if (active.IsEmpty)
            return state.Partitions;

        var counts = active.ToDictionary(silo => silo, _ => 0);
        var free = new Queue<int>();
        for (var i = 0; i < state.Partitions.Length; i++)
        {
            var owner = state.Partitions[i].Silo;
            if (owner is not null && counts.ContainsKey(owner))
                counts[owner]++;
            else if (owner is null || owner.Equals(mover) || !state.IsAlive(owner))
                free.Enqueue(i);
        }

        var quotas = Quotas(active, counts, state.Partitions.Length);
        var partitions = state.Partitions.ToBuilder();
        foreach (var silo in active)
        {
            for (; counts[silo] < quotas[silo] && free.TryDequeue(out var partition); counts[silo]++)
                partitions[partition] = new(silo, epoch);
        }

        if (counts.ContainsKey(mover))
            GiveAway(state, mover, epoch, active, counts, quotas, partitions);

        return partitions.ToImmutable();
    }

    private static void GiveAway(
        ClusterState state, SiloAddress mover, long epoch, ImmutableArray<SiloAddress> active,
        Dictionary<SiloAddress, int> counts, Dictionary<SiloAddress, int> quotas, ImmutableArray<PartitionOwner>.Builder partitions)
    {
        var own = new Stack<int>(Enumerable.Range(0, partitions.Count).Where(i => mover.Equals(state.Partitions[i].Silo)));
        foreach (var silo in active)
        {
            for (; counts[silo] < quotas[silo] && counts[mover] > quotas[mover] && own.TryPop(out var partition); counts[silo]++, counts[mover]--)
                partitions[partition] = new(silo, epoch);
        }
    }

    // Equal shares; what is left over goes to those that have most already, so that nothing moves for it.
    private static Dictionary<SiloAddress, int> Quotas(ImmutableArray<SiloAddress> active, Dictionary<SiloAddress, int> counts, int partitions)
    {
        var (share, rest) = Math.DivRem(partitions, active.Length);
        return active
            .OrderByDescending(silo => counts[silo])
            .ThenBy(silo => silo)
            .Select((silo, rank) => (silo, Quota: rank < rest ? share + 1 : share))
            .ToDictionary(entry => entry.silo, entry => entry.Quota);
    }
}
