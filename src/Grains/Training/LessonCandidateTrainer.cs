using Microsoft.Extensions.Options;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Hosting;
using Samantha.Inference;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Lessons;
using Samantha.Training.Optimization;
using TorchSharp;

namespace Samantha.Grains.Training;

/// <summary>Makes candidates by teaching the parent its lessons near what it was, and has the gate judge them.</summary>
/// <param name="serving">What training gives way to.</param>
/// <param name="options">How lessons are learned and judged.</param>
/// <param name="time">The clock.</param>
/// <param name="device">Where to train; the CPU by default.</param>
public sealed class LessonCandidateTrainer(
    IComputePriority serving, IOptions<SamanthaOptions> options, TimeProvider time, torch.Device? device = null) : ICandidateTrainer, IDisposable
{
    private readonly LessonMemory _memory = new();
    // Measured once: what is measured twice may be measured differently.
    private readonly Lazy<Precision> _quicker = new(() => PrecisionProbe.Quicker(device ?? torch.CPU));

    /// <inheritdoc/>
    public LearningOptions Resolve(LearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var resolved = options.Lessons.Precision == Precision.Auto ? options.Lessons with { Precision = _quicker.Value } : options.Lessons;
        return options with { Lessons = resolved };
    }

    /// <inheritdoc/>
    public TrainedCandidate Train(TrainingJob job, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(report);
        return Helpful(() =>
        {
            // How much it gives way is a matter of today; how it learns, of the session.
            var outcome = Session(options.Value.Learning).Run(
                new LessonJob
                {
                    ParentFolder = job.ParentFolder,
                    RootFolder = job.RootFolder,
                    WorkFolder = job.WorkFolder,
                    Lessons = Of(job.Lessons),
                    Rehearsed = Of(job.Rehearsed),
                    Seed = job.Seed,
                    Strategy = job.Options.Strategy,
                    Tuning = job.Options.Tuning,
                    Preferences = job.Options.Preferences,
                    Options = job.Options.Lessons,
                    Gate = job.Options.Gate,
                },
                new Follower(report),
                cancellationToken);
            return new TrainedCandidate(
                outcome.Folder, outcome.Strategy, outcome.Metrics.ToDictionary(), outcome.Verdict.Passed ? null : string.Join(" ", outcome.Verdict.Reasons));
        });
    }

    /// <inheritdoc/>
    public void Prepare(string rootFolder, CancellationToken cancellationToken)
    {
        var learning = options.Value.Learning;
        // No other way of learning measures anything ahead.
        if (learning is not ({ Strategy: LessonStrategies.Neurons } or { Strategy: LessonStrategies.Descent, Tuning: LessonTunings.Default, Lessons.Rank: null }))
            return;
        Helpful<object?>(() =>
        {
            Session(learning).Prepare(rootFolder, learning.Strategy, learning.Lessons, cancellationToken);
            return null;
        });
    }

    public void Dispose() => _memory.Dispose();

    private LessonSession Session(LearningOptions learning) => new(time, new ServingPace(serving, learning, time), device, _memory);

    private static T Helpful<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is TrainingDataException or CheckpointException or TokenizerFormatException)
        {
            // Of files, and so with a message that helps and tells nothing of users.
            throw new ModelUnavailableException(error.Message);
        }
    }

    // What several users taught in the same words is in a session once for each of them, and is learned once.
    private static IReadOnlyList<Lesson> Of(IReadOnlyList<TaughtLesson> lessons) =>
        [.. lessons.DistinctBy(lesson => (lesson.Prompt, lesson.Answer)).Select(lesson => new Lesson(lesson.Prompt, lesson.Answer, lesson.Rejected)
        {
            Domain = (int)lesson.Kind,
            Reward = lesson.Kind == LessonKind.RatedReply ? Judged(lesson) : null,
            RejectedReward = lesson.Rejected is null ? null : lesson.Kind == LessonKind.Correction ? -Judged(lesson) : -1.0,
        })];

    // A judgement, which counts half as much again where the user felt as they judged, and half where they felt the contrary.
    private static double Judged(TaughtLesson lesson) => 1.0 + (lesson.Reward ?? 0.0) / 2.0;

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
