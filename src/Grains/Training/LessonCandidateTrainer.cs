using Microsoft.Extensions.Options;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Hosting;
using Samantha.Inference;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Grains.Training;

/// <summary>Makes candidates by teaching the parent its lessons near what it was, and has the gate judge them.</summary>
/// <param name="serving">What training gives way to.</param>
/// <param name="options">How lessons are learned and judged.</param>
/// <param name="time">The clock.</param>
/// <param name="device">Where to train; the CPU by default.</param>
public sealed class LessonCandidateTrainer(
    IComputePriority serving, IOptions<SamanthaOptions> options, TimeProvider time, torch.Device? device = null) : ICandidateTrainer
{
    /// <inheritdoc/>
    public TrainedCandidate Train(TrainingJob job, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(report);
        var learning = options.Value.Learning;
        var session = new LessonSession(time, new ServingPace(serving, learning, time), device);
        try
        {
            var outcome = session.Run(
                new LessonJob
                {
                    ParentFolder = job.ParentFolder,
                    WorkFolder = job.WorkFolder,
                    Lessons = Of(job.Lessons),
                    Rehearsed = Of(job.Rehearsed),
                    Seed = job.Seed,
                    Options = learning.Lessons,
                    Gate = learning.Gate,
                },
                new Follower(report),
                cancellationToken);
            return new TrainedCandidate(
                outcome.Folder, outcome.Strategy, outcome.Metrics.ToDictionary(), outcome.Verdict.Passed ? null : string.Join(" ", outcome.Verdict.Reasons));
        }
        catch (Exception error) when (error is TrainingDataException or CheckpointException or TokenizerFormatException)
        {
            // Of files, and so with a message that helps and tells nothing of users.
            throw new ModelUnavailableException(error.Message);
        }
    }

    // What several users taught in the same words is in a session once for each of them, and is learned once.
    private static IReadOnlyList<Lesson> Of(IReadOnlyList<TaughtLesson> lessons) =>
        [.. lessons.DistinctBy(lesson => (lesson.Prompt, lesson.Answer)).Select(lesson => new Lesson(lesson.Prompt, lesson.Answer, lesson.Rejected))];

    // On the training thread: Progress<T> would hand the steps to others, and in any order.
    private sealed class Follower(Action<TrainingProgress> report) : IProgress<LessonProgress>
    {
        public void Report(LessonProgress value)
        {
            var isTraining = value.Phase == LessonPhase.Training;
            report(new TrainingProgress(
                isTraining ? TrainingPhase.Training : TrainingPhase.Evaluating,
                value.Step,
                value.Steps,
                value.TokensPerSecond,
                isTraining ? new CurvePoint(value.Step, value.Loss, value.HeldOutLoss) : null));
        }
    }
}
