using System.Text.Json.Serialization;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;

namespace Samantha.Training.FineTuning;

/// <summary>What is fine-tuned, on what, and how.</summary>
public sealed record FineTuningRecipe
{
    /// <summary>The folder of the model to start from; it is not changed.</summary>
    public string Model { get; init; } = "";

    /// <summary>Files of JSON lines to learn from.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Files of the same kind to measure on; may be none.</summary>
    public IReadOnlyList<string> Evaluation { get; init; } = [];

    /// <summary>Passes through the data, unless the training's own budget says otherwise.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Whether all lines of a dialogue are learned; else the assistant's.</summary>
    public bool AllLines { get; init; }

    /// <summary>Whether what is too long for a row loses its end; else it is refused.</summary>
    public bool Cut { get; init; }

    /// <summary>What of a decoder learns: one of <see cref="TuningCatalog.Names"/>. By default all weights, or low-rank adapters where a rank is set.</summary>
    public string? Tuning { get; init; }

    /// <summary>The rank of low-rank adapters on a decoder; 8 by default.</summary>
    public int? LoraRank { get; init; }

    /// <summary>Their alpha; twice the rank by default.</summary>
    public double? LoraAlpha { get; init; }

    /// <summary>The probability that training drops a unit of their input, in [0, 1).</summary>
    public double LoraDropout { get; init; }

    /// <summary>Units of bottleneck adapters.</summary>
    public int AdapterWidth { get; init; } = new TuningOptions().Width;

    /// <summary>Positions of a prefix.</summary>
    public int PrefixLength { get; init; } = new TuningOptions().PrefixLength;

    /// <summary>Whether a whole model is written beside the adapters.</summary>
    public bool Merge { get; init; }

    /// <summary>Dialogues of the evaluation files that are replied to in the end.</summary>
    public int Generate { get; init; }

    /// <summary>The tuning that it comes to.</summary>
    [JsonIgnore]
    public string Held => Tuning ?? (LoraRank is null ? TuningCatalog.Full : TuningCatalog.Lora);

    /// <summary>Positions of the context that are taken before the first token.</summary>
    [JsonIgnore]
    public int Taken => Held == TuningCatalog.Prefix ? PrefixLength : 0;

    public TrainingOptions Training { get; init; } = new()
    {
        Optimizer = new OptimizerOptions { LearningRate = 2e-4, Beta2 = 0.99, WeightDecay = 0.01 },
        Schedule = new LearningRateSchedule { Kind = ScheduleKind.Cosine, WarmupSteps = 20 },
        Batches = new MixtureOptions { BatchTokens = 2048 },
        EvaluateEvery = TimeSpan.FromMinutes(1),
    };

    /// <exception cref="TrainingDataException">Something is missing or impossible.</exception>
    public FineTuningRecipe Validated()
    {
        if (Model.Length == 0 || Data.Count == 0)
            throw new TrainingDataException("Name the model to start from with --model and the files to learn from with --data.");
        if (Epochs < 1)
            throw new TrainingDataException("--epochs must be at least 1.");
        if (Generate > 0 && Evaluation.Count == 0)
            throw new TrainingDataException("Replies are compared with those of held-out dialogues: name their file with --eval.");
        if (!TuningCatalog.Names.Contains(Held))
            throw new TrainingDataException($"--tuning {Held} is not known. There are: {string.Join(", ", TuningCatalog.Names)}.");
        if (Merge && Held == TuningCatalog.Full)
            throw new TrainingDataException("There is nothing to merge without --lora-rank or --tuning: all weights are changed, and model/ holds them.");
        if (Merge && Held is TuningCatalog.Adapter or TuningCatalog.Prefix)
            throw new TrainingDataException($"What --tuning {Held} learns cannot become part of the model's weights: leave --merge out.");
        if (LoraRank is not null && Held is not (TuningCatalog.Lora or TuningCatalog.AdaLora))
            throw new TrainingDataException($"--lora-rank is of low-rank adapters, and --tuning {Held} has none: leave one of them out.");
        if (Held == TuningCatalog.AdaLora && Training is { Time: not null, Steps: null })
            throw new TrainingDataException("AdaLoRA shares its ranks out over the steps, so it must know them: give --steps or --epochs instead of --minutes.");
        return this;
    }
}
