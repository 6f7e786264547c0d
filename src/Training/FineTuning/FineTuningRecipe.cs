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

    /// <summary>The rank of low-rank adapters on a decoder, or null to change all its weights.</summary>
    public int? LoraRank { get; init; }

    /// <summary>Their alpha; twice the rank by default.</summary>
    public double? LoraAlpha { get; init; }

    /// <summary>Whether a whole model is written beside the adapters.</summary>
    public bool Merge { get; init; }

    /// <summary>Dialogues of the evaluation files that are replied to in the end.</summary>
    public int Generate { get; init; }

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
        if (Merge && LoraRank is null)
            throw new TrainingDataException("There is nothing to merge without --lora-rank: all weights are changed, and model/ holds them.");
        return this;
    }
}
