using System.Collections.Concurrent;
using Orleans.Runtime.MembershipService;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>
/// Finds grains in a cluster: where they were last, else where the directory says, else where they are placed. A
/// message that has been sent on before goes by the directory alone.
/// </summary>
internal sealed class ClusterLocator(
    ClusterMembership membership,
    ClusterDirectory directory,
    ClusterTargets targets,
    LocationCache cache,
    PlacementService placement) : IGrainLocator
{
    private readonly ConcurrentDictionary<GrainId, Lazy<Task<SiloAddress?>>> _lookups = new();
    private readonly ConcurrentDictionary<GrainId, GrainAddress> _clients = new();
    private volatile bool _isOpen;

    public SiloAddress? Find(GrainId grainId) => cache.TryGet(grainId, out var silo) ? silo : null;

    public ValueTask<SiloAddress?> LocateAsync(Message message)
    {
        if (ClusterTargets.IsTarget(message.TargetGrain))
            return new(ClusterTargets.SiloOf(message.TargetGrain));

        var isClient = ObserverRegistry.TryGetClient(message.TargetGrain, out var client);
        var grainId = isClient ? client : message.TargetGrain;
        if (!isClient && placement.IsLocal(grainId.Type))
            return new(membership.Self);

        if (message.ForwardCount == 0)
        {
            if (cache.TryGet(grainId, out var known) && IsUsable(known!, isClient) && !IsLeaving(known!))
                return new(known);

            // Its sender has found or chosen this silo. If there is an activation elsewhere, registering finds out.
            if (message.SendingSilo is not null && !isClient && membership.IsActive)
                return new(membership.Self);
        }

        return new(_lookups.GetOrAdd(
            grainId,
            static (id, arguments) => new Lazy<Task<SiloAddress?>>(() => arguments.Self.LookupAsync(id, arguments.IsClient, arguments.HasArrived, arguments.Context)),
            (Self: this, IsClient: isClient, HasArrived: message.SendingSilo is not null, Context: message.RequestContext)).Value);
    }

    public void Correct(Message message, SiloAddress wrong)
    {
        if (message.SendingSilo is { } sender && !ClusterTargets.IsTarget(message.TargetGrain))
            targets.Of(sender).Correct(ObserverRegistry.TryGetClient(message.TargetGrain, out var client) ? client : message.TargetGrain, wrong).AsTask().Ignore();
    }

    public async Task AddClientAsync(GrainId client)
    {
        var address = _clients[client] = new GrainAddress { GrainId = client, ActivationId = ActivationId.NewId(), SiloAddress = membership.Self };
        if (_isOpen)
            await directory.RegisterAsync(address, replaces: true);
    }

    public void RemoveClient(GrainId client)
    {
        if (_clients.TryRemove(client, out var address) && _isOpen)
            directory.UnregisterAsync(address).Ignore();
    }

    /// <summary>From now on the directory answers, and learns of this silo's clients.</summary>
    public Task OpenAsync()
    {
        _isOpen = true;
        return Task.WhenAll(_clients.Values.Select(address => directory.RegisterAsync(address, replaces: true)));
    }

    // Who looks for a grain has found no activation here: one can be made, unless the silo is about to end.
    private bool IsUsable(SiloAddress silo, bool isClient) =>
        membership.Self.Equals(silo) ? membership.IsActive && !isClient : membership.State.IsAlive(silo);

    // It has the grain for a while yet, or not any more: only the directory knows.
    private bool IsLeaving(SiloAddress silo) => membership.State.Silos.GetValueOrDefault(silo)?.Status == SiloStatus.ShuttingDown;

    private async Task<SiloAddress?> LookupAsync(GrainId grainId, bool isClient, bool hasArrived, Dictionary<string, object>? requestContext)
    {
        // Not on an activation's scheduler: whoever asks next may be another's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var registered = await directory.LookupAsync(grainId);
            if (registered is not null && !isClient && !IsUsable(registered.SiloAddress!, isClient))
            {
                // This silo had it, and takes no activation any more.
                await directory.UnregisterAsync(registered);
                registered = null;
            }

            var found = registered?.SiloAddress;
            if (found is null && !isClient)
                found = hasArrived && membership.IsActive ? membership.Self : placement.Select(grainId, requestContext);

            // The next messages take the same way, so that a grain is not placed twice.
            if (found is not null)
                cache.Set(grainId, found);

            return found;
        }
        finally
        {
            _lookups.TryRemove(grainId, out _);
        }
    }
}
