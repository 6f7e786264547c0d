using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Runs;

namespace Samantha.Training.FineTuning;

/// <summary>What the two kinds of fine-tuning share.</summary>
/// <param name="Recipe">What to do.</param>
/// <param name="Tokenizer">The model's tokenizer.</param>
/// <param name="Weights">How finished weights are stored.</param>
/// <param name="Say">Is told what is being done.</param>
/// <param name="Steps">How many steps there will be, if that is known.</param>
/// <param name="Train">Trains an objective on rows, of some sizes and with a token that fills them.</param>
internal sealed record FineTuningJob(
    FineTuningRecipe Recipe,
    HuggingFaceTokenizer Tokenizer,
    WeightType Weights,
    Action<string> Say,
    Func<ExampleBatches, long?> Steps,
    Func<IObjective, IReadOnlyList<TokenExample>, MixtureOptions, int, (RunFolder Run, TrainingResult Result)> Train)
{
    /// <summary>Rows no longer than a model takes.</summary>
    /// <param name="vocabulary">Tokens in the model's vocabulary.</param>
    /// <param name="positions">The longest sequence of the model.</param>
    /// <exception cref="CheckpointException">The tokenizer is another model's.</exception>
    public (MixtureOptions Rows, RowLimit Limit) Rows(int vocabulary, int positions)
    {
        if (Tokenizer.VocabularySize > vocabulary)
        {
            throw new CheckpointException(
                Recipe.Model, $"has a tokenizer of {Tokenizer.VocabularySize} tokens and a model of {vocabulary}.", "Use tokenizer and weights of one and the same model.");
        }

        var batches = Recipe.Training.Batches;
        var rows = batches with { RowLength = Math.Min(batches.RowLength, positions) };
        RowBatches.Validate(rows);
        return (rows, new RowLimit(rows.RowLength, positions, Recipe.Cut));
    }
}
