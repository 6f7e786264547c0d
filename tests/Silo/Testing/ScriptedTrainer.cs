using Samantha.Contracts.Training;
using Samantha.Grains.Training;

namespace Samantha.Testing;

/// <summary>Makes candidates with other random weights, and a curve on the way.</summary>
internal sealed class ScriptedTrainer : ICandidateTrainer
{
    private const int Steps = 12;

    private int _candidates;

    /// <summary>Why the gate rejects candidates; null to let them pass.</summary>
    public string? Rejection { get; init; }

    public TrainedCandidate Train(TrainingJob job, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        for (var step = 1; step <= Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            report(new TrainingProgress(TrainingPhase.Training, step, Steps, 1000, new CurvePoint(step, 3.0 / step, step % 4 == 0 ? 1.5 : null)));
        }

        report(new TrainingProgress(TrainingPhase.Evaluating, Steps, Steps, 1000, null));
        var folder = Path.Combine(job.WorkFolder, "candidate");
        TinyModel.Save(folder, 1000 + Interlocked.Increment(ref _candidates));
        return new TrainedCandidate(folder, "scripted", new Dictionary<string, double> { ["lessons.learned"] = 1 }, Rejection);
    }
}
