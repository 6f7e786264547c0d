namespace Samantha.Grains.Training;

/// <summary>Makes and measures a candidate. The one thing that the trainer grain knows of how models learn.</summary>
public interface ICandidateTrainer
{
    /// <summary>The options with all decided that this machine would decide by itself: what is noted of a session decides its bytes.</summary>
    LearningOptions Resolve(LearningOptions options) => options;

    /// <summary>
    /// Trains and measures on the calling thread, yielding to requests as it goes. It leaves checkpoints in the job's
    /// folder; called again with the same job after a crash, it goes on from the last.
    /// </summary>
    /// <param name="job">What to learn.</param>
    /// <param name="report">Called with every step, on the calling thread.</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    TrainedCandidate Train(TrainingJob job, Action<TrainingProgress> report, CancellationToken cancellationToken);

    /// <summary>Does ahead, on the calling thread, what the first session of a line would do first.</summary>
    /// <param name="rootFolder">The folder of the version that the line began with.</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    void Prepare(string rootFolder, CancellationToken cancellationToken)
    {
    }
}
