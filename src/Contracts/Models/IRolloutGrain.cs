using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Models;

/// <summary>
/// Carries a version from one worker to all, and back if it does harm. Its steps are stored before they are taken, so that
/// it goes on from its last wave after a crash. The key is the model's name, <see cref="IModelRegistryGrain.DefaultKey"/>.
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

    /// <summary>Enters a worker. It is told which version to serve, and takes part in rollouts from now on.</summary>
    /// <returns>The version to serve.</returns>
    /// <exception cref="Problems.ModelUnavailableException">No version was imported yet.</exception>
    [Alias("Join"), AlwaysInterleave]
    Task<string> Join(string worker);

    /// <summary>Removes a worker that stopped.</summary>
    [Alias("Leave"), AlwaysInterleave]
    Task Leave(string worker);

    /// <summary>A worker tells that a version did harm while it served. If it is served or being rolled out, it is taken back.</summary>
    [Alias("ReportHarm"), AlwaysInterleave]
    Task ReportHarm(string worker, string version, string reason);

    /// <summary>The keys of all workers that joined.</summary>
    [Alias("Workers"), AlwaysInterleave]
    Task<IReadOnlyList<string>> Workers();
}
