using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Runs;

namespace Samantha.Training.Pretraining;

/// <summary>
/// Makes a base model in a folder: beside what every <see cref="RunFolder"/> has, <c>tokenizer/</c> and <c>tokens/</c>.
/// </summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="recipe">What to make.</param>
/// <param name="time">Tells how long it takes.</param>
/// <param name="threads">Batches of a step that are in work at once; see <see cref="Trainer"/>.</param>
public sealed class BaseModelRun(string dataSets, string folder, BaseModelRecipe recipe, TimeProvider time, int threads = 1)
{
    /// <summary>Renders a conversation of messages exactly as <see cref="DialogueFormat"/> does.</summary>
    private const string ChatTemplate =
        "{{ bos_token }}{% for message in messages %}{{ message['role'] }}: {{ message['content'] | replace('\\r', ' ') | replace('\\n', ' ') | trim }}{{ '\\n' }}"
        + "{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";

    /// <summary>Makes the model, or goes on making it.</summary>
    /// <param name="resume">Go on from the checkpoint; else an existing run is refused.</param>
    /// <param name="weights">How the finished weights are stored.</param>
    /// <param name="say">Is told what is being done.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="prepare">Sees the model before it is trained.</param>
    /// <param name="cancellationToken">Stops the run; it can be resumed.</param>
    /// <exception cref="TrainingDataException">Data is missing, or the folder holds another run.</exception>
    public TrainingResult Run(
        bool resume,
        WeightType weights,
        Action<string> say,
        IProgress<TrainingPoint> progress,
        Action<DecoderModel>? prepare = null,
        CancellationToken cancellationToken = default)
    {
        var run = RunFolder.Open(folder, resume, recipe);
        var data = new PretrainingData(dataSets, recipe, DialogueFormat.SpecialTokens, new TokenizerConfiguration { ChatTemplate = ChatTemplate }, toned: true);
        var tokenizer = data.Tokenizer(run["tokenizer"], say, cancellationToken);
        var sources = data.Tokenize(new TokenCache(run["tokens"], tokenizer), say, cancellationToken);
        var padding = tokenizer.PaddingId!.Value;
        var mixture = new Mixture(sources, recipe.Training.Batches, padding);

        var shape = recipe.Shape(tokenizer.BeginOfSequenceId!.Value, tokenizer.EndOfSequenceId!.Value, padding);
        using var model = new DecoderModel(shape).Initialise(recipe.Training.Seed);
        prepare?.Invoke(model);
        say($"Training {shape.ParameterCount():N0} parameters ({shape.Layers} layers of {shape.HiddenSize}); an epoch has {mixture.TokensPerEpoch:N0} tokens");
        var development = data.Development();
        var evaluator = new LanguageEvaluator(tokenizer);
        var objective = new DecoderObjective(model, tokenizer, () => development.Count == 0 ? null : evaluator.Score(model, development).BitsPerByte);
        var result = run.Train(new Trainer(objective, mixture, recipe.Training, time, threads), shape.ParameterCount(), progress, cancellationToken);
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
}
