using Samantha.Training.Data;
using Samantha.Training.Optimization;

namespace Samantha.Training.Runs;

/// <summary>Settings of a run.</summary>
public sealed record TrainingOptions
{
    public OptimizerOptions Optimizer { get; init; } = new() { LearningRate = 3e-3, Muon = new MuonOptions() };

    public LearningRateSchedule Schedule { get; init; } = new() { WarmupSteps = 50, DecayShare = 0.6, FinalRate = 0.02 };

    /// <summary>Rows, batches and the seed of their order. A batch is what goes through the model at once.</summary>
    public MixtureOptions Batches { get; init; } = new();

    /// <summary>Batches whose gradients are added up for one step.</summary>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>Ends the run after this many steps; the schedule then counts steps.</summary>
    public long? Steps { get; init; }

    /// <summary>Ends the run after this much time of training, if <see cref="Steps"/> does not; the schedule then counts time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The decay of the average of weights, in (0, 1), or null for none.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>Time between measurements on development data; by time, because a step's length differs from machine to machine.</summary>
    public TimeSpan EvaluateEvery { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Time between checkpoints.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Steps between points of the curve.</summary>
    public int ReportEvery { get; init; } = 10;

    /// <summary>Seeds fresh weights, dropout and masks.</summary>
    public long Seed { get; init; }

    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public TrainingOptions Validated()
    {
        if (Steps is null && Time is null)
            throw new ArgumentException("Say how long to train, in steps or in time.");
        if (Steps <= 0 || Time <= TimeSpan.Zero || BatchesPerStep <= 0 || ReportEvery <= 0)
            throw new ArgumentException("Steps, time, batches and report intervals must be above 0.");
        if (AverageDecay is <= 0 or >= 1)
            throw new ArgumentException("The decay of the average must be in (0, 1).");
        return this;
    }
}
