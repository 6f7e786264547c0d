using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>Answers what other silos ask of this one.</summary>
internal sealed class ClusterTarget(ClusterMembership membership, OwnedPartitions owned, LocalRegistrations registrations, LocationCache cache, ClusterTargets targets, ActivationDirectory activations, SendsInProgress sends) : IClusterTarget
{
    /// <summary>Called when a reminder that this silo may serve was changed.</summary>
    public event Action<GrainId, string>? ReminderChanging;

    public async ValueTask<DirectoryAnswer> Lookup(long version, GrainId grainId)
    {
        await membership.RefreshAsync(version);
        return await owned.AnswerAsync(grainId, addresses => LivingAddress(addresses, grainId));
    }

    public async ValueTask<DirectoryAnswer> Register(long version, GrainAddress address, bool replaces)
    {
        await membership.RefreshAsync(version);
        return await owned.AnswerAsync(address.GrainId, addresses =>
        {
            // A silo knows of its own earlier activation that it has ended.
            if (!replaces && LivingAddress(addresses, address.GrainId) is { } known && !address.SiloAddress!.Equals(known.SiloAddress))
                return known;

            return addresses[address.GrainId] = address;
        });
    }

    public async ValueTask<DirectoryAnswer> Unregister(long version, GrainAddress address)
    {
        await membership.RefreshAsync(version);
        return await owned.AnswerAsync(address.GrainId, addresses =>
        {
            if (addresses.TryGetValue(address.GrainId, out var known) && known.ActivationId == address.ActivationId)
                addresses.Remove(address.GrainId);

            return null;
        });
    }

    public async ValueTask<GrainAddress[]> Report(long version, int[] partitions, long[] epochs)
    {
        await membership.RefreshAsync(version);
        var report = new List<GrainAddress>();
        for (var i = 0; i < partitions.Length; i++)
            registrations.Report(partitions[i], epochs[i], report);

        return [.. report];
    }

    public ValueTask Correct(GrainId grainId, SiloAddress wrong)
    {
        cache.Remove(grainId, wrong);
        return default;
    }

    public async ValueTask Flush(long version, SiloAddress leaving)
    {
        // Who does not know yet that it leaves would go on sending there; what was to go there before has gone when this goes after it.
        await membership.RefreshAsync(version);
        await sends.WhenSentAsync();
        await targets.Of(leaving).Echo();
    }

    public ValueTask Echo() => default;

    public ValueTask<SimpleGrainStatistic[]> Statistics() => new(activations.Statistics(membership.Self));

    public ValueTask Notify(long version) => new(membership.RefreshAsync(version));

    public ValueTask ReminderChanged(GrainId grainId, string name)
    {
        ReminderChanging?.Invoke(grainId, name);
        return default;
    }

    // What a dead silo had is nowhere.
    private GrainAddress? LivingAddress(Dictionary<GrainId, GrainAddress> addresses, GrainId grainId)
    {
        if (!addresses.TryGetValue(grainId, out var address))
            return null;

        if (membership.State.IsAlive(address.SiloAddress!))
            return address;

        addresses.Remove(grainId);
        return null;
    }
}
