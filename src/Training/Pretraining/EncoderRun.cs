using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Runs;

namespace Samantha.Training.Pretraining;

/// <summary>
/// Makes an encoder in a folder by masked-token pre-training (Devlin et al. 2019, without the prediction of next sentences,
/// as Liu et al. 2019): beside what every <see cref="RunFolder"/> has, <c>tokenizer/</c> and <c>tokens/</c>.
/// </summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="recipe">What to make.</param>
/// <param name="time">Tells how long it takes.</param>
/// <param name="threads">Batches of a step that are in work at once; see <see cref="Trainer"/>.</param>
public sealed class EncoderRun(string dataSets, string folder, EncoderRecipe recipe, TimeProvider time, int threads = 1)
{
    // Held-out text is always masked in the same places.
    private const long DevelopmentSeed = 1;

    private static readonly string[] SpecialTokens =
        [DialogueFormat.BeginOfSequence, DialogueFormat.EndOfSequence, DialogueFormat.Padding, TokenMasking.MaskToken];

    /// <summary>Makes the encoder, or goes on making it.</summary>
    /// <param name="resume">Go on from the checkpoint; else an existing run is refused.</param>
    /// <param name="weights">How the finished weights are stored.</param>
    /// <param name="say">Is told what is being done.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="cancellationToken">Stops the run; it can be resumed.</param>
    /// <exception cref="TrainingDataException">Data is missing, or the folder holds another run.</exception>
    /// <exception cref="ArgumentException">The recipe is impossible.</exception>
    public TrainingResult Run(bool resume, WeightType weights, Action<string> say, IProgress<TrainingPoint> progress, CancellationToken cancellationToken = default)
    {
        if (recipe.Training.Batches.RowLength > recipe.MaxPositions)
            throw new ArgumentException($"Rows of {recipe.Training.Batches.RowLength} tokens do not fit an encoder of {recipe.MaxPositions} positions: lower --row.");
        var run = RunFolder.Open(folder, resume, recipe);
        var data = new PretrainingData(dataSets, recipe, SpecialTokens, new TokenizerConfiguration { MaskToken = TokenMasking.MaskToken }, toned: false);
        var tokenizer = data.Tokenizer(run["tokenizer"], say, cancellationToken);
        var cache = new TokenCache(run["tokens"], tokenizer);
        var sources = data.Tokenize(cache, say, cancellationToken);
        var padding = tokenizer.PaddingId!.Value;
        var masking = new TokenMasking(tokenizer, recipe.Masking);
        var mixture = new Mixture(sources, recipe.Training.Batches, padding);

        var shape = recipe.Shape(padding);
        using var model = new EncoderModel(shape, EncoderHead.MaskedLanguage).Initialise(recipe.Training.Seed);
        say($"Training {shape.ParameterCount():N0} parameters ({shape.Layers} layers of {shape.HiddenSize}); an epoch has {mixture.TokensPerEpoch:N0} tokens");
        var objective = new EncoderObjective(model, tokenizer, new LabelEvaluator(padding), Development(data, cache, masking, padding));
        var batches = new MaskedBatches(mixture, masking, recipe.Training.Seed);
        var result = run.Train(new Trainer(objective, batches, recipe.Training, time, threads), shape.ParameterCount(), progress, cancellationToken);
        if (result.Finished)
        {
            run.Write("model", temporary =>
            {
                ModelFolder.Write(temporary, model, weights);
                tokenizer.Save(temporary);
            });
        }

        return result;
    }

    private IReadOnlyList<TokenBatch> Development(PretrainingData data, TokenCache cache, TokenMasking masking, int padding)
    {
        var documents = data.Development();
        if (documents.Count == 0)
            return [];
        var source = cache.Get(new TextSource("development", 1.0, () => documents.Select(text => new Document(text))));
        return new MaskedBatches(new Mixture([source], recipe.Training.Batches with { Seed = DevelopmentSeed }, padding), masking, DevelopmentSeed).Epoch(0);
    }
}
