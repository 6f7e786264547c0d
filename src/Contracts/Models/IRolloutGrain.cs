using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Models;

/// <summary>
/// Carries a version from one worker to all, and back if it does harm. Its steps are stored before they are taken, so that
/// it goes on from its last wave after a crash of whatever silo. Silos keep it informed, and it them, by <see cref="Beat"/>. The key is the model's name, <see cref="IModelRegistryGrain.DefaultKey"/>.
/// </summary>
[Alias("samantha.IRolloutGrain")]
public interface IRolloutGrain : IGrainWithStringKey
{
    /// <summary>Begins to roll a version out; <see cref="Status"/> tells how far it is. The served version again changes nothing.</summary>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    /// <exception cref="Problems.VersionNotServableException">The version was rejected by the gate.</exception>
    /// <exception cref="Problems.RolloutConflictException">Another rollout is under way.</exception>
    [Alias("Start")]
    Task<RolloutStatus> Start(string version);

    /// <summary>Begins to take all workers back to the version from before, also in the midst of a rollout.</summary>
    /// <param name="reason">Why; kept with the version.</param>
    /// <exception cref="Problems.RolloutConflictException">There is no version to go back to.</exception>
    [Alias("Rollback")]
    Task<RolloutStatus> Rollback(string reason);

    /// <summary>The latest rollout.</summary>
    [Alias("Status"), AlwaysInterleave]
    Task<RolloutStatus> Status();

    /// <summary>Waits until no rollout is under way, a quarter of a minute at most.</summary>
    /// <returns>The latest rollout.</returns>
    [Alias("Settled"), AlwaysInterleave]
    Task<RolloutStatus> Settled();

    /// <summary>Leaves the rollout as it is, with its share of requests, until <see cref="Resume"/>. Harm still takes the version back.</summary>
    /// <exception cref="Problems.RolloutConflictException">No rollout is under way, or it is being taken back.</exception>
    [Alias("Pause")]
    Task<RolloutStatus> Pause();

    /// <summary>Goes on with a paused rollout; one that is not paused stays as it is.</summary>
    /// <exception cref="Problems.RolloutConflictException">No rollout is under way, or it is being taken back.</exception>
    [Alias("Resume")]
    Task<RolloutStatus> Resume();

    /// <summary>
    /// A silo tells of its workers and of what it observed, once a second. Who is silent for some seconds is left out until
    /// it beats again. What a worker is meant to serve is in every answer, so that one that was away catches up.
    /// </summary>
    [Alias("Beat"), AlwaysInterleave]
    Task<Fleet> Beat(SiloReport report);
}
