using Samantha.Training.Data;
using Samantha.Training.Optimization;
using static TorchSharp.torch;

namespace Samantha.Training.Runs;

/// <summary>
/// The one training loop: it adds up gradients of batches, clips them, steps along a schedule, reports, measures and writes
/// checkpoints. A run that is stopped and resumed from its checkpoint makes the same steps, bit for bit, as one that was not,
/// as long as its budget is one of steps.
/// </summary>
/// <param name="objective">What is learned.</param>
/// <param name="batches">What to learn from.</param>
/// <param name="options">Settings.</param>
/// <param name="time">Tells how long the run takes.</param>
/// <param name="threads">
/// Batches of a step that are in work at once. Runs that are to be equal bit for bit need the same number. A model with
/// dropout takes one: threads would draw from one generator in an order of chance.
/// </param>
public sealed class Trainer(IObjective objective, IBatchSource batches, TrainingOptions options, TimeProvider time, int threads = 1)
{
    /// <summary>Weight of the past in the running mean of the loss.</summary>
    private const double LossMemory = 0.98;

    private readonly TrainingOptions options = options.Validated();
    private readonly DataParallel gradients = new(objective, Validated(threads, objective));

    /// <summary>Trains until the budget is used up or the run is cancelled; a checkpoint is written either way.</summary>
    /// <param name="checkpoint">The checkpoint's folder.</param>
    /// <param name="resume">Go on from the checkpoint if there is one.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="cancellationToken">Stops the run between two steps.</param>
    public TrainingResult Run(string checkpoint, bool resume, IProgress<TrainingPoint>? progress = null, CancellationToken cancellationToken = default)
    {
        using var optimizer = new ModelOptimizer(objective.Parameters, options.Optimizer, objective.Weights, objective.ProductType, threads);
        using var average = options.AverageDecay is { } decay ? new WeightAverage(objective.Weights, decay) : null;
        var state = resume && TrainingCheckpoint.Exists(checkpoint)
            ? TrainingCheckpoint.Load(checkpoint, objective, optimizer, average)
            : new TrainingState();

        objective.Model.train();
        var (measured, saved, reported) = (time.GetTimestamp(), time.GetTimestamp(), state);
        foreach (var next in Steps(state))
        {
            if (cancellationToken.IsCancellationRequested || Fraction(state) >= 1.0)
                break;

            var started = time.GetTimestamp();
            var rate = options.Schedule.Rate(state.Step, Fraction(state));
            var (loss, norm) = Step(next.Items, optimizer, rate, state.Step);
            average?.Update(state.Step + 1);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            state = Advance(state, next, loss, seconds);

            var measure = time.GetElapsedTime(measured) >= options.EvaluateEvery;
            if (measure || state.Step % options.ReportEvery == 0)
            {
                var speed = (state.Tokens - reported.Tokens) / Math.Max(1e-9, state.Seconds - reported.Seconds);
                progress?.Report(Point(state, rate, norm, speed, measure ? Measure(average) : default));
                reported = state;
                if (measure)
                    measured = time.GetTimestamp();
            }

            if (time.GetElapsedTime(saved) >= options.CheckpointEvery)
            {
                TrainingCheckpoint.Save(checkpoint, objective, optimizer, average, state);
                saved = time.GetTimestamp();
            }
        }

        TrainingCheckpoint.Save(checkpoint, objective, optimizer, average, state);
        return Finish(state, average, progress);
    }

    private TrainingResult Finish(TrainingState state, WeightAverage? average, IProgress<TrainingPoint>? progress)
    {
        objective.Model.eval();
        if (Fraction(state) < 1.0)
            return new TrainingResult(state, false, null, false);

        var (plain, averaged) = Measure(average);
        var better = averaged?.IsBetterThan(plain) == true;
        if (better)
            average!.Swap();
        progress?.Report(Point(state, options.Schedule.Rate(state.Step, 1.0), 0, 0, (plain, averaged)));
        return new TrainingResult(state, true, better ? averaged : plain, better);
    }

    private (double Loss, double Norm) Step(IReadOnlyList<TokenBatch> items, ModelOptimizer optimizer, double rate, long step)
    {
        // Dropout of a step depends on its number alone, so that nothing of it need be saved.
        random.manual_seed(unchecked((long)new SplitMix64(options.Seed, step).Next()));
        var total = gradients.Differentiate(items);
        if (!double.IsFinite(total))
            throw new NotFiniteNumberException($"The loss of step {step} is {total}. Go on from the checkpoint with a lower --lr, or begin again.", total);
        Penalise();
        var norm = optimizer.Step(rate);
        objective.Stepped();
        return (total, norm);
    }

    private void Penalise()
    {
        using var scope = NewDisposeScope();
        objective.Penalty()?.backward();
    }

    // The batches of each step, from where the state stands, without an end.
    private IEnumerable<StepBatches> Steps(TrainingState state)
    {
        var items = new List<TokenBatch>();
        for (var (epoch, at) = (state.Epoch, state.Batch); ; (epoch, at) = (epoch + 1, 0))
        {
            var all = batches.Epoch(epoch);
            for (; at < all.Count; at++)
            {
                items.Add(all[at]);
                if (items.Count < options.BatchesPerStep)
                    continue;
                yield return new StepBatches([.. items], epoch, at + 1, epoch + (at + 1.0) / all.Count);
                items.Clear();
            }
        }
    }

    private TrainingState Advance(TrainingState state, StepBatches done, double loss, double seconds) => new()
    {
        Step = state.Step + 1,
        Epoch = done.Epoch,
        Batch = done.NextBatch,
        Epochs = done.Epochs,
        Tokens = state.Tokens + done.Items.Sum(batch => batch.Tokens),
        Seconds = state.Seconds + seconds,
        SmoothedLoss = state.Step == 0 ? loss : LossMemory * state.SmoothedLoss + (1 - LossMemory) * loss,
    };

    private double Fraction(TrainingState state) => options.Steps is { } steps
        ? (double)state.Step / steps
        : state.Seconds / options.Time!.Value.TotalSeconds;

    private (Measurement? Plain, Measurement? Average) Measure(WeightAverage? average)
    {
        var plain = objective.Measure();
        if (average is null || plain is null)
            return (plain, null);
        average.Swap();
        var averaged = objective.Measure();
        average.Swap();
        return (plain, averaged);
    }

    private TrainingPoint Point(TrainingState state, double rate, double norm, double speed, (Measurement? Plain, Measurement? Average) measured)
    {
        var fraction = Fraction(state);
        return new TrainingPoint
        {
            Step = state.Step,
            Epoch = state.Epochs,
            Tokens = state.Tokens,
            Seconds = state.Seconds,
            Loss = state.SmoothedLoss,
            LearningRate = options.Optimizer.LearningRate * rate,
            GradientNorm = norm,
            TokensPerSecond = speed,
            DevBitsPerByte = measured.Plain?.BitsPerByte,
            AverageDevBitsPerByte = measured.Average?.BitsPerByte,
            DevBitsPerLabel = measured.Plain?.BitsPerLabel,
            AverageDevBitsPerLabel = measured.Average?.BitsPerLabel,
            DevAccuracy = measured.Plain?.Accuracy,
            SecondsLeft = fraction > 0 ? Math.Max(0, state.Seconds / fraction - state.Seconds) : 0,
        };
    }

    private static int Validated(int threads, IObjective objective)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads > 1 && objective.HasDropout)
            throw new ArgumentException("A model with dropout is trained by one thread at a time.", nameof(threads));
        return threads;
    }

    private sealed record StepBatches(IReadOnlyList<TokenBatch> Items, int Epoch, int NextBatch, double Epochs);
}
