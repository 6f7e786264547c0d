using Orleans;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// Makes a version of a model that lies on this machine: its number is reserved at the registry, its files go into the store,
/// and the registry lists what it finds there. Each step may be taken again, here or on another machine, so whoever is
/// interrupted begins anew and finds what was done; the same model published by many is one version.
/// </summary>
public sealed class ModelPublisher(IModelStore store, IGrainFactory grains)
{
    /// <summary>Publishes a candidate; if it is a version already, finds it.</summary>
    /// <exception cref="Contracts.Problems.VersionNotServableException">Its folder holds no weights.</exception>
    /// <exception cref="Contracts.Problems.StorageFullException">There is no room.</exception>
    public async Task<ModelVersion> Publish(ModelCandidate candidate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var registry = grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);
        var weights = await store.DigestOf(candidate.Folder, cancellationToken);
        var reservation = await registry.Reserve(weights, candidate.Parent, candidate.LessonsDigest);
        if (reservation.Version is { } version)
            return version;
        var manifest = await store.Publish(candidate, reservation.Sequence, cancellationToken);
        return await registry.Admit(manifest.Id);
    }
}
