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

    /// <summary>One version, with its lineage.</summary>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    [Alias("Find"), AlwaysInterleave]
    Task<ModelVersion> Find(string version);

    /// <summary>The id of the version being served; null before the first was imported.</summary>
    [Alias("Current"), AlwaysInterleave]
    Task<string?> Current();

    /// <summary>
    /// Gives a model its number, which no other ever gets. The same weights with the same parent and the same lessons have
    /// one number, whoever asks and however often.
    /// </summary>
    /// <param name="weights">SHA-256 of the weights, in hex.</param>
    /// <param name="parent">The version it was trained from; null for an import.</param>
    /// <param name="lessonsDigest">SHA-256 over its lessons, in hex; null for an import.</param>
    [Alias("Reserve")]
    Task<ModelReservation> Reserve(string weights, string? parent, string? lessonsDigest);

    /// <summary>Lists a version that is in the store. One that is listed already is returned.</summary>
    /// <exception cref="Problems.UnknownVersionException">The store has no such version.</exception>
    [Alias("Admit")]
    Task<ModelVersion> Admit(string version);

    /// <summary>
    /// Asks for a version that a silo was given at its start to be served. The first ever is served from now on. One that was
    /// served before may have been outgrown since, and stays as it is.
    /// </summary>
    /// <returns>Whether it is to be rolled out.</returns>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    [Alias("Offer")]
    Task<bool> Offer(string version);

    /// <summary>Makes a version the one that new requests are answered by. For the rollout alone.</summary>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    /// <exception cref="Problems.VersionNotServableException">The version was rejected, or learned from a forgotten user and was removed.</exception>
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

    /// <summary>
    /// Removes the files of every version that learned from forgotten users, but of one that is served; they stay in the list
    /// and are never served again.
    /// </summary>
    /// <returns>The ids of those whose files are gone by now.</returns>
    [Alias("RemoveForgotten")]
    Task<IReadOnlyList<string>> RemoveForgotten();
}
