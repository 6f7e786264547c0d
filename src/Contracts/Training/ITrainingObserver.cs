using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Training;

/// <summary>Follows the trainer.</summary>
[Alias("samantha.ITrainingObserver")]
public interface ITrainingObserver : IGrainObserver
{
    /// <summary>The trainer changed its phase, or went on by a step; at most a few times a second.</summary>
    [Alias("Changed"), OneWay]
    Task Changed(TrainingStatus status);
}
