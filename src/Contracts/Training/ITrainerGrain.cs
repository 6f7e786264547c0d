using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Training;

/// <summary>
/// Turns what users teach into new versions while the service runs. The key is the model's name,
/// <see cref="Models.IModelRegistryGrain.DefaultKey"/>.
/// </summary>
[Alias("samantha.ITrainerGrain")]
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>The trainer as it is now.</summary>
    [Alias("Status"), AlwaysInterleave]
    Task<TrainingStatus> Status();

    /// <summary>The latest sessions, newest first.</summary>
    /// <param name="limit">How many at most, 1 to 200.</param>
    [Alias("Sessions"), AlwaysInterleave]
    Task<IReadOnlyList<TrainingSession>> Sessions(int limit = 20);

    /// <summary>Starts a session now with the lessons that wait, and returns once it runs.</summary>
    /// <exception cref="Problems.NothingToLearnException">No lesson waits.</exception>
    /// <exception cref="Problems.SessionConflictException">A session is running, or versions are made anew.</exception>
    [Alias("StartSession")]
    Task<TrainingSession> StartSession();

    /// <summary>Tells that there may be new records in the log. Losing this call costs time and nothing else.</summary>
    [Alias("Notify"), OneWay, AlwaysInterleave]
    Task Notify();

    /// <summary>Deletes every lesson and replay sample drawn from records that were deleted from the log.</summary>
    /// <returns>The versions that had learned from them, now marked.</returns>
    [Alias("ForgetDeleted")]
    Task<IReadOnlyList<string>> ForgetDeleted();

    /// <summary>
    /// Begins to make the versions anew without the users who were forgotten, and returns once that is stored. What is served
    /// afterwards equals, byte for byte, what a history would serve in which they never taught; then the files of the versions
    /// that had learned from them are removed. Lessons wait meanwhile. Where no version had, nothing is made.
    /// </summary>
    [Alias("Rebuild")]
    Task<LineRebuild> Rebuild();

    /// <summary>The latest making anew of the versions.</summary>
    [Alias("Rebuilding"), AlwaysInterleave]
    Task<LineRebuild> Rebuilding();

    /// <summary>Follows the trainer until unsubscribed, or until the observer no longer answers; to be renewed every minute.</summary>
    [Alias("Subscribe"), AlwaysInterleave]
    Task Subscribe(ITrainingObserver observer);

    /// <summary>Stops following.</summary>
    [Alias("Unsubscribe"), AlwaysInterleave]
    Task Unsubscribe(ITrainingObserver observer);
}
