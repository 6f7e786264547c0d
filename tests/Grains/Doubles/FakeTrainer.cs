using System.Collections.Concurrent;
using System.Text.Json;
using Samantha.Contracts.Training;
using Samantha.Grains.Training;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Makes candidates whose weights are their lessons, in as many steps as a test wants, from the last checkpoint on.</summary>
internal sealed class FakeTrainer : ICandidateTrainer
{
    private const string Checkpoint = "step";

    public int Steps { get; init; } = 3;

    /// <summary>The jobs that were begun, in order.</summary>
    public ConcurrentQueue<TrainingJob> Jobs { get; } = new();

    /// <summary>Every step that was done, over all jobs.</summary>
    public ConcurrentQueue<int> StepsDone { get; } = new();

    /// <summary>Called before each step, on the training thread.</summary>
    public Action<int, CancellationToken>? BeforeStep { get; set; }

    /// <summary>Why the gate rejects; null to pass.</summary>
    public Func<TrainingJob, string?> Verdict { get; set; } = _ => null;

    public TrainedCandidate Train(TrainingJob job, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        Jobs.Enqueue(job);
        var checkpoint = Path.Combine(job.WorkFolder, Checkpoint);
        var done = File.Exists(checkpoint) ? int.Parse(File.ReadAllText(checkpoint)) : 0;
        while (done < Steps)
        {
            BeforeStep?.Invoke(done, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            done++;
            StepsDone.Enqueue(done);
            File.WriteAllText(checkpoint, done.ToString());
            report(new TrainingProgress(TrainingPhase.Training, done, Steps, 100, new CurvePoint(done, 1.0 / done)));
        }

        report(new TrainingProgress(TrainingPhase.Evaluating, Steps, Steps, 100, null));
        var folder = Directory.CreateDirectory(Path.Combine(job.WorkFolder, "candidate")).FullName;
        File.WriteAllText(
            Path.Combine(folder, WeightFiles.SingleFile),
            JsonSerializer.Serialize(job.Lessons.Concat(job.Rehearsed).Select(lesson => (string[])[lesson.Prompt, lesson.Answer])) + job.Seed);
        return new TrainedCandidate(folder, "fake", new Dictionary<string, double> { ["learned"] = 1 }, Verdict(job));
    }
}
