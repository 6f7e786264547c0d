using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Optimization;
using static TorchSharp.torch;

namespace Samantha.Training.Pretraining;

/// <summary>
/// Trains a decoder to predict the next token of a mixture. A run that is stopped and resumed from its checkpoint makes the
/// same steps, bit for bit, as one that was not, as long as its budget is one of steps.
/// </summary>
/// <param name="model">The model, initialised.</param>
/// <param name="tokenizer">Its tokenizer; a copy goes into every checkpoint.</param>
/// <param name="mixture">What to learn from.</param>
/// <param name="development">Documents to measure on.</param>
/// <param name="options">Settings.</param>
/// <param name="time">Tells how long the run takes.</param>
/// <param name="threads">
/// Batches of a step that are in work at once. Runs that are to be equal bit for bit need the same number. A model with
/// dropout takes one: threads would draw from one generator in an order of chance.
/// </param>
public sealed class Pretrainer(
    DecoderModel model,
    HuggingFaceTokenizer tokenizer,
    Mixture mixture,
    IReadOnlyList<string> development,
    PretrainingOptions options,
    TimeProvider time,
    int threads = 1)
{
    /// <summary>Weight of the past in the running mean of the loss.</summary>
    private const double LossMemory = 0.98;

    private readonly PretrainingOptions options = options.Validated();
    private readonly LanguageEvaluator evaluator = new(tokenizer);
    private readonly DataParallel gradients = new(model, Validated(threads, model.Config));

    /// <summary>Trains until the budget is used up or the run is cancelled; a checkpoint is written either way.</summary>
    /// <param name="checkpoint">The checkpoint's folder.</param>
    /// <param name="resume">Go on from the checkpoint if there is one.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="cancellationToken">Stops the run between two steps.</param>
    public PretrainingResult Run(string checkpoint, bool resume, IProgress<TrainingPoint>? progress = null, CancellationToken cancellationToken = default)
    {
        using var optimizer = new ModelOptimizer(model, options.Optimizer, threads);
        using var average = options.AverageDecay is { } decay ? new WeightAverage(model, decay) : null;
        var state = resume && PretrainingCheckpoint.Exists(checkpoint)
            ? PretrainingCheckpoint.Load(checkpoint, model, optimizer, average)
            : new PretrainingState();

        model.train();
        var (measured, saved, reported) = (time.GetTimestamp(), time.GetTimestamp(), state);
        foreach (var batches in Steps(state))
        {
            if (cancellationToken.IsCancellationRequested || Fraction(state) >= 1.0)
                break;

            var started = time.GetTimestamp();
            var rate = options.Schedule.Rate(state.Step, Fraction(state));
            var (loss, norm) = Step(batches.Items, optimizer, rate, state.Step);
            average?.Update(state.Step + 1);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            var predicted = batches.Items.Sum(batch => batch.Predicted);
            state = Advance(state, batches, loss, predicted, seconds);

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
                PretrainingCheckpoint.Save(checkpoint, model, optimizer, average, state, tokenizer.Save);
                saved = time.GetTimestamp();
            }
        }

        PretrainingCheckpoint.Save(checkpoint, model, optimizer, average, state, tokenizer.Save);
        return Finish(state, average, progress);
    }

    private PretrainingResult Finish(PretrainingState state, WeightAverage? average, IProgress<TrainingPoint>? progress)
    {
        model.eval();
        if (Fraction(state) < 1.0)
            return new PretrainingResult(state, false, null, false);

        var measured = Measure(average);
        var averaged = measured.Average < measured.Plain;
        if (averaged)
            average!.Swap();
        progress?.Report(Point(state, options.Schedule.Rate(state.Step, 1.0), 0, 0, measured));
        return new PretrainingResult(state, true, averaged ? measured.Average : measured.Plain, averaged);
    }

    private (double Loss, double Norm) Step(IReadOnlyList<TokenBatch> batches, ModelOptimizer optimizer, double rate, long step)
    {
        // Dropout of a step depends on its number alone, so that nothing of it need be saved.
        random.manual_seed(unchecked((long)new SplitMix64(options.Seed, step).Next()));
        var total = gradients.Differentiate(batches);
        if (!double.IsFinite(total))
            throw new InvalidOperationException($"The loss of step {step} is {total}: lower the learning rate.");
        return (total, optimizer.Step(rate));
    }

    // The batches of each step, from where the state stands, without an end.
    private IEnumerable<StepBatches> Steps(PretrainingState state)
    {
        var items = new List<TokenBatch>();
        for (var (epoch, at) = (state.Epoch, state.Batch); ; (epoch, at) = (epoch + 1, 0))
        {
            var batches = mixture.Epoch(epoch);
            for (; at < batches.Count; at++)
            {
                items.Add(batches[at]);
                if (items.Count < options.BatchesPerStep)
                    continue;
                yield return new StepBatches([.. items], epoch, at + 1, epoch + (at + 1.0) / batches.Count);
                items.Clear();
            }
        }
    }

    private PretrainingState Advance(PretrainingState state, StepBatches batches, double loss, int predicted, double seconds) => new()
    {
        Step = state.Step + 1,
        Epoch = batches.Epoch,
        Batch = batches.NextBatch,
        Epochs = batches.Epochs,
        Tokens = state.Tokens + predicted,
        Seconds = state.Seconds + seconds,
        SmoothedLoss = state.Step == 0 ? loss : LossMemory * state.SmoothedLoss + (1 - LossMemory) * loss,
    };

    private double Fraction(PretrainingState state) => options.Steps is { } steps
        ? (double)state.Step / steps
        : state.Seconds / options.Time!.Value.TotalSeconds;

    private (double? Plain, double? Average) Measure(WeightAverage? average)
    {
        if (development.Count == 0)
            return default;
        var plain = evaluator.Score(model, development).BitsPerByte;
        if (average is null)
            return (plain, null);
        average.Swap();
        var averaged = evaluator.Score(model, development).BitsPerByte;
        average.Swap();
        return (plain, averaged);
    }

    private TrainingPoint Point(PretrainingState state, double rate, double norm, double speed, (double? Plain, double? Average) measured)
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
            DevBitsPerByte = measured.Plain,
            AverageDevBitsPerByte = measured.Average,
            SecondsLeft = fraction > 0 ? Math.Max(0, state.Seconds / fraction - state.Seconds) : 0,
        };
    }

    private static int Validated(int threads, DecoderConfig config)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads > 1 && (config.HiddenDropout > 0 || config.AttentionDropout > 0))
            throw new ArgumentException("A model with dropout is trained by one thread at a time.", nameof(threads));
        return threads;
    }

    private sealed record StepBatches(IReadOnlyList<TokenBatch> Items, int Epoch, int NextBatch, double Epochs);
}
