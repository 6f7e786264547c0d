using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using Samantha.Training.Runs;
using static TorchSharp.torch;

namespace Samantha.Training.FineTuning;

/// <summary>
/// Goes on training a model of a Hugging Face folder with files of JSON lines: a decoder on dialogues and texts, an encoder as
/// a classifier of texts or words. Everything lies in one <see cref="RunFolder"/>.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="recipe">What to do.</param>
/// <param name="time">Tells how long it takes.</param>
/// <param name="threads">Batches of a step that may be in work at once; a model with dropout takes one.</param>
public sealed class FineTuningRun(string folder, FineTuningRecipe recipe, TimeProvider time, int threads = 1)
{
    /// <summary>The warm-up takes at most this share of the steps.</summary>
    private const double LongestWarmup = 0.2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Trains, or goes on training.</summary>
    /// <param name="resume">Go on from the checkpoint; else an existing run is refused.</param>
    /// <param name="weights">How finished weights are stored.</param>
    /// <param name="products">In what a decoder's large matrix products are computed.</param>
    /// <param name="say">Is told what is being done.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="cancellationToken">Stops the run; it can be resumed.</param>
    /// <exception cref="TrainingDataException">Data is missing or malformed, or the folder holds another run.</exception>
    /// <exception cref="CheckpointException">The model cannot be read.</exception>
    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public FineTuningResult Run(
        bool resume, WeightType weights, ScalarType products, Action<string> say, IProgress<TrainingPoint> progress, CancellationToken cancellationToken = default)
    {
        recipe.Validated();
        var isEncoder = ModelFolder.IsEncoder(recipe.Model);
        if (isEncoder && recipe.Held != TuningCatalog.Full)
            throw new TrainingDataException($"{recipe.Model} is an encoder, and adapters are for decoders: leave --lora-rank and --tuning out.");
        if (isEncoder && recipe.Generate > 0)
            throw new TrainingDataException($"{recipe.Model} is an encoder, which says nothing: leave --generate out.");
        var tokenizer = HuggingFaceTokenizer.Load(recipe.Model);
        var job = new FineTuningJob(recipe, tokenizer, weights, say, batches => Budgeted(batches).Steps, Train);
        var ended = isEncoder ? EncoderFineTuning.Run(job, cancellationToken) : DecoderFineTuning.Run(job, products, cancellationToken);
        if (ended.Training.Dev is not null)
            File.WriteAllText(Path.Combine(folder, "evaluation.json"), JsonSerializer.Serialize(ended.Evaluation(), Json) + "\n");
        return ended;

        (RunFolder, TrainingResult) Train(IObjective objective, IReadOnlyList<TokenExample> examples, MixtureOptions rows, int padding)
        {
            var run = RunFolder.Open(folder, resume, recipe);
            var batches = new ExampleBatches(examples, rows, padding);
            var options = Budgeted(batches) with { Batches = rows };
            var parameters = objective.Parameters.Sum(parameter => parameter.numel());
            say($"Training {parameters:N0} parameters on {examples.Count:N0} rows of {examples.Sum(example => (long)example.Ids.Length):N0} tokens");
            if (!resume && objective.Measure() is { } before)
                say($"Before: {before}");
            var trainer = new Trainer(objective, batches, options, time, objective.HasDropout ? 1 : Math.Clamp(threads, 1, options.BatchesPerStep));
            return (run, run.Train(trainer, parameters, progress, cancellationToken));
        }
    }

    // How many batches an epoch has depends a little on which rows come together.
    private TrainingOptions Budgeted(ExampleBatches batches)
    {
        var training = recipe.Training;
        if (training.Time is not null && training.Steps is null)
            return training;
        var steps = training.Steps
            ?? Math.Max(1, Enumerable.Range(0, recipe.Epochs).Sum(epoch => (long)batches.Epoch(epoch).Count) / training.BatchesPerStep);
        var warmup = Math.Min(training.Schedule.WarmupSteps, (int)Math.Min(int.MaxValue, steps * LongestWarmup));
        return training with { Steps = steps, Schedule = training.Schedule with { WarmupSteps = warmup } };
    }
}
