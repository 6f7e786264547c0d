using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>
/// What of this silo is registered in the directory, by partition. A partition's fence is the newest epoch that this
/// silo has heard of: an older owner's word is not taken any more, for the new one has been told without it.
/// </summary>
internal sealed class LocalRegistrations
{
    private readonly Partition[] _partitions = [.. Enumerable.Range(0, PartitionMap.Count).Select(_ => new Partition())];

    /// <summary>Adds an activation that an owner has admitted under an epoch; false if there is a newer owner.</summary>
    public bool TryAdd(GrainAddress address, long epoch)
    {
        var partition = Of(address.GrainId);
        lock (partition)
        {
            if (epoch < partition.Fence)
                return false;

            partition.Fence = epoch;
            partition.Registered[address.GrainId] = address;
            return true;
        }
    }

    public void Remove(GrainAddress address)
    {
        var partition = Of(address.GrainId);
        lock (partition)
        {
            if (partition.Registered.TryGetValue(address.GrainId, out var known) && known.ActivationId == address.ActivationId)
                partition.Registered.Remove(address.GrainId);
        }
    }

    /// <summary>Raises a partition's fence, and tells what has been admitted below it.</summary>
    public void Report(int index, long epoch, List<GrainAddress> report)
    {
        var partition = _partitions[index];
        lock (partition)
        {
            partition.Fence = Math.Max(partition.Fence, epoch);
            report.AddRange(partition.Registered.Values);
        }
    }

    public void Fence(ClusterState state)
    {
        for (var i = 0; i < _partitions.Length; i++)
        {
            lock (_partitions[i])
                _partitions[i].Fence = Math.Max(_partitions[i].Fence, state.Partitions[i].Epoch);
        }
    }

    private Partition Of(GrainId grainId) => _partitions[PartitionMap.PartitionOf(grainId)];

    private sealed class Partition
    {
        public long Fence { get; set; }

        public Dictionary<GrainId, GrainAddress> Registered { get; } = [];
    }
}
