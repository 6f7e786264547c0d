using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Models;

/// <summary>The versions of one model, with lineage and metrics. The key is the model's name, <see cref="DefaultKey"/>.</summary>
[Alias("samantha.IModelRegistryGrain")]
public interface IModelRegistryGrain : IGrainWithStringKey
{
    /// <summary>The key of the one model that is served.</summary>
    const string DefaultKey = "samantha";

    /// <summary>All versions, newest first.</summary>
    [Alias("List"), AlwaysInterleave]
    Task<IReadOnlyList<ModelVersion>> List();

    /// <summary>One version.</summary>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    [Alias("Find"), AlwaysInterleave]
    Task<ModelVersion> Find(string version);

    /// <summary>The id of the version being served; null before the first was imported.</summary>
    [Alias("Current"), AlwaysInterleave]
    Task<string?> Current();

    /// <summary>
    /// Stores a model and lists it. The same weights with the same parent and the same lessons are stored once: the
    /// version that is there is returned.
    /// </summary>
    [Alias("Publish")]
    Task<ModelVersion> Publish(ModelCandidate candidate);

    /// <summary>Makes a version the one that new requests are answered by. For the rollout alone.</summary>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    /// <exception cref="Problems.VersionNotServableException">The version was rejected.</exception>
    [Alias("SetCurrent")]
    Task SetCurrent(string version);

    /// <summary>Notes that a version was taken back, and why. For the rollout alone.</summary>
    [Alias("MarkRolledBack")]
    Task MarkRolledBack(string version, string reason);

    /// <summary>The version that was served before the current one; null when there is none.</summary>
    [Alias("Previous"), AlwaysInterleave]
    Task<string?> Previous();

    /// <summary>Marks every version that learned from lessons at these log positions, and their descendants.</summary>
    /// <returns>The ids of all such versions.</returns>
    [Alias("MarkForgotten")]
    Task<IReadOnlyList<string>> MarkForgotten(IReadOnlyList<long> positions);
}
