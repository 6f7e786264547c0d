using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>
/// The directory as a silo uses it: asks the owner of a grain's partition, whoever that is by now, and keeps what
/// was admitted to be told to its next owner.
/// </summary>
internal sealed class ClusterDirectory(
    ClusterMembership membership,
    ClusterTargets targets,
    LocalRegistrations registrations,
    TimeProvider clock) : IActivationRegistrar
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    // No longer than a caller waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where a grain is; null if it is nowhere.</summary>
    public async Task<GrainAddress?> LookupAsync(GrainId grainId) =>
        (await AskAsync(grainId, (target, version) => target.Lookup(version, grainId))).Address;

    public Task<GrainAddress> RegisterAsync(GrainAddress address) => RegisterAsync(address, replaces: false);

    /// <summary>Asks for an activation to be the grain's; returns the one that is.</summary>
    public async Task<GrainAddress> RegisterAsync(GrainAddress address, bool replaces)
    {
        while (true)
        {
            var answer = await AskAsync(address.GrainId, (target, version) => target.Register(version, address, replaces));
            if (answer.Address is { } admitted && (admitted.ActivationId != address.ActivationId || registrations.TryAdd(address, answer.Epoch)))
                return admitted;
        }
    }

    public async Task UnregisterAsync(GrainAddress address)
    {
        registrations.Remove(address);
        if (membership.IsOver)
            return;

        try
        {
            await AskAsync(address.GrainId, (target, version) => target.Unregister(version, address));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Callers who come here for it all the same find that it is gone.
        }
    }

    private async Task<DirectoryAnswer> AskAsync(GrainId grainId, Func<IClusterTarget, long, ValueTask<DirectoryAnswer>> ask)
    {
        var partition = PartitionMap.PartitionOf(grainId);
        var start = clock.GetTimestamp();
        for (var delay = ShortestDelay; !membership.IsOver && clock.GetElapsedTime(start) < Patience; delay = delay < LongestDelay ? delay * 2 : LongestDelay)
        {
            var state = membership.State;
            if (state.Partitions[partition].Silo is { } owner && state.IsAlive(owner))
            {
                try
                {
                    var answer = await ask(targets.Of(owner), state.Version);
                    if (answer.IsOwner)
                        return answer;

                    await membership.RefreshAsync(answer.Version);
                    if (membership.State.Version > state.Version)
                        continue;
                }
                catch (Exception exception) when (exception is OrleansException or TimeoutException or System.Data.Common.DbException)
                {
                    // Perhaps it is dead, or on its way; the table will say.
                }
            }
            else if (state.Active.IsEmpty)
            {
                break;
            }

            await Task.Delay(delay, clock);
        }

        throw new SiloUnavailableException($"The directory of {grainId} has no owner that answers.");
    }
}

/// <summary>Makes sure that a grain has one activation in the cluster.</summary>
internal interface IActivationRegistrar
{
    /// <summary>Asks for an activation to be the grain's; returns the one that is.</summary>
    Task<GrainAddress> RegisterAsync(GrainAddress address);

    /// <summary>Tells that an activation has ended.</summary>
    Task UnregisterAsync(GrainAddress address);
}
