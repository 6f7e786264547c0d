using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;
using Orleans.Runtime.ReminderService;

namespace Orleans.Runtime;

/// <summary>A silo of a cluster serves the reminders of the partitions that it owns, under the same lease and epochs.</summary>
internal sealed class ClusterReminderRing : IReminderRing
{
    private readonly ClusterMembership _membership;
    private readonly ClusterTargets _targets;
    private (uint Begin, uint End)[] _last = [];

    public ClusterReminderRing(ClusterMembership membership, ClusterTargets targets, ClusterTarget target)
    {
        _membership = membership;
        _targets = targets;
        membership.Changed += _ => CheckRanges();
        membership.Renewed += CheckRanges;
        target.ReminderChanging += (grainId, name) => ReminderChanged?.Invoke(grainId, name);
    }

    public event Action? Changed;

    public event Action<GrainId, string>? ReminderChanged;

    public IEnumerable<(uint Begin, uint End)> Ranges
    {
        get
        {
            (uint Begin, uint End)? run = null;
            for (var partition = 0; partition < PartitionMap.Count; partition++)
            {
                if (!_membership.IsOwner(partition, out _))
                    continue;

                var range = PartitionMap.RangeOf(partition);
                if (run is { } last && last.End != range.Begin)
                    yield return last;

                run = run is { } previous && previous.End == range.Begin ? (previous.Begin, range.End) : range;
            }

            if (run is { } rest)
                yield return rest;
        }
    }

    public bool Serves(GrainId grainId) => _membership.IsOwner(PartitionMap.PartitionOf(grainId), out _);

    public void Tell(GrainId grainId, string name)
    {
        if (_membership.State.Partitions[PartitionMap.PartitionOf(grainId)].Silo is { } owner && !owner.Equals(_membership.Self))
            _targets.Of(owner).ReminderChanged(grainId, name).AsTask().Ignore();
    }

    // The membership's steps run one at a time.
    private void CheckRanges()
    {
        (uint Begin, uint End)[] ranges = [.. Ranges];
        if (ranges.SequenceEqual(_last))
            return;

        _last = ranges;
        Changed?.Invoke();
    }
}
