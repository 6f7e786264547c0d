using Samantha.Training.Runs;

namespace Samantha.Training.Pretraining;

/// <summary>What a model is made of that is trained from nothing: its size, its data and how it is trained.</summary>
public abstract record PretrainingRecipe
{
    /// <summary>Tokens in the vocabulary, special tokens and bytes among them.</summary>
    public int VocabularySize { get; init; } = 4096;

    /// <summary>The dial of size, for what is not said below.</summary>
    public int Depth { get; init; } = 4;

    public int? HiddenSize { get; init; }

    public int? Layers { get; init; }

    public int? Heads { get; init; }

    public int? IntermediateSize { get; init; }

    /// <summary>The longest sequence that the model takes, in tokens.</summary>
    public int MaxPositions { get; init; } = 1024;

    public double HiddenDropout { get; init; }

    public double AttentionDropout { get; init; }

    /// <summary>Passes through the small talk for each pass through the service dialogues.</summary>
    public double SmallTalkPasses { get; init; } = 2;

    /// <summary>Passes through the books for each pass through the service dialogues.</summary>
    public double BookPasses { get; init; } = 0.01;

    /// <summary>Passes through tinyshakespeare for each pass through the service dialogues.</summary>
    public double ShakespearePasses { get; init; }

    /// <summary>Dialogues of the dev split on which the run is watched.</summary>
    public int DevelopmentDialogues { get; init; } = 56;

    public TrainingOptions Training { get; init; } = new();

    /// <summary>How many batches of a step some threads can have in work at once; see <see cref="Trainer"/>.</summary>
    public int ParallelBatches(int threads) =>
        HiddenDropout > 0 || AttentionDropout > 0 ? 1 : Math.Clamp(threads, 1, Training.BatchesPerStep);
}
