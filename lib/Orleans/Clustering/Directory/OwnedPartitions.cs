using Microsoft.Extensions.Logging;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>
/// The directory of the partitions that this silo owns. A partition that is new here is answered for when every silo
/// that may have activations of it has reported them.
/// </summary>
internal sealed class OwnedPartitions(ClusterMembership membership, ClusterTargets targets, SiloLease lease, TimeProvider clock, ILogger<OwnedPartitions> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly Partition?[] _owned = new Partition?[PartitionMap.Count];

    /// <summary>Follows the table.</summary>
    public void Update(ClusterState state)
    {
        var taken = new Dictionary<int, Partition>();
        for (var i = 0; i < _owned.Length; i++)
        {
            var owner = state.Partitions[i];
            if (!membership.Self.Equals(owner.Silo) || membership.IsOver)
                _owned[i] = null;
            else if (_owned[i]?.Epoch != owner.Epoch)
                taken[i] = _owned[i] = new Partition(owner.Epoch);
        }

        if (taken.Count > 0)
            RecoverAsync(taken).Ignore();
    }

    public void Release(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
            _owned[partition] = null;
    }

    /// <summary>Answers from a grain's partition, if it is here; waits until it knows every activation.</summary>
    public async ValueTask<DirectoryAnswer> AnswerAsync(GrainId grainId, Func<Dictionary<GrainId, GrainAddress>, GrainAddress?> answer)
    {
        var index = PartitionMap.PartitionOf(grainId);
        if (_owned[index] is not { } partition)
            return new(false, membership.State.Version, 0, null);

        await partition.Recovered;
        lock (partition)
        {
            // Looked at last: waiting may have taken long.
            return ReferenceEquals(_owned[index], partition) && lease.IsHeld
                ? new(true, membership.State.Version, partition.Epoch, answer(partition.Addresses))
                : new(false, membership.State.Version, 0, null);
        }
    }

    private async Task RecoverAsync(Dictionary<int, Partition> taken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        int[] indices = [.. taken.Keys];
        long[] epochs = [.. taken.Values.Select(partition => partition.Epoch)];
        var reports = await Task.WhenAll(membership.State.Alive.Select(silo => ReportOfAsync(silo.Address, indices, epochs)).ToArray());
        foreach (var address in reports.SelectMany(report => report))
        {
            if (taken.TryGetValue(PartitionMap.PartitionOf(address.GrainId), out var partition))
                partition.Addresses[address.GrainId] = address;
        }

        foreach (var partition in taken.Values)
            partition.SetRecovered();
    }

    // Until it answers, or is dead: what it has is unknown before that.
    private async Task<GrainAddress[]> ReportOfAsync(SiloAddress silo, int[] indices, long[] epochs)
    {
        while (membership.State.IsAlive(silo) && !membership.IsOver)
        {
            try
            {
                return await targets.Of(silo).Report(membership.State.Version, indices, epochs);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                logger.LogInformation("Silo {Silo} has not yet reported its activations of {Count} partitions ({Error})", silo, indices.Length, exception.Message);
                await Task.Delay(RetryDelay, clock);
            }
        }

        return [];
    }

    private sealed class Partition(long epoch)
    {
        private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Epoch => epoch;

        public Task Recovered => _recovered.Task;

        public Dictionary<GrainId, GrainAddress> Addresses { get; } = [];

        public void SetRecovered() => _recovered.TrySetResult();
    }
}
