using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Training.Pretraining;

/// <summary>
/// Makes a base model in a folder: <c>tokenizer/</c>, <c>tokens/</c>, <c>checkpoint/</c>, <c>curve.jsonl</c>, <c>curve.svg</c>,
/// <c>recipe.json</c>, and at the end <c>model/</c>. What is there already is used, so that a second run starts where the
/// first stopped.
/// </summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="recipe">What to make.</param>
/// <param name="time">Tells how long it takes.</param>
/// <param name="threads">Batches of a step that are in work at once; see <see cref="Pretrainer"/>.</param>
public sealed class BaseModelRun(string dataSets, string folder, BaseModelRecipe recipe, TimeProvider time, int threads = 1)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Where the finished model lies.</summary>
    public string ModelFolderPath { get; } = Path.Combine(folder, "model");

    /// <summary>Makes the model, or goes on making it.</summary>
    /// <param name="resume">Go on from the checkpoint; else an existing run is refused.</param>
    /// <param name="weights">How the finished weights are stored.</param>
    /// <param name="say">Is told what is being done.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="prepare">Sees the model before it is trained.</param>
    /// <param name="cancellationToken">Stops the run; it can be resumed.</param>
    /// <exception cref="TrainingDataException">Data is missing, or the folder holds another run.</exception>
    public PretrainingResult Run(
        bool resume,
        WeightType weights,
        Action<string> say,
        IProgress<TrainingPoint> progress,
        Action<DecoderModel>? prepare = null,
        CancellationToken cancellationToken = default)
    {
        var checkpoint = Path.Combine(folder, "checkpoint");
        if (!resume && Directory.Exists(checkpoint))
            throw new TrainingDataException($"{folder} holds a run already. Go on with it by --resume, or name another folder with --out.");

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "recipe.json"), JsonSerializer.Serialize(recipe, Json) + "\n");
        var data = new BaseModelData(dataSets, recipe);
        var tokenizer = Tokenizer(data, say, cancellationToken);
        var cache = new TokenCache(Path.Combine(folder, "tokens"), tokenizer);
        say("Tokenizing");
        var sources = data.Sources.Select(source => cache.Get(source, cancellationToken)).ToList();
        foreach (var source in sources)
            say($"  {source.Name}: {source.Count:N0} documents, {source.Tokens.Length:N0} tokens, {source.Passes:0.###} passes an epoch");

        var shape = recipe.Shape(tokenizer.BeginOfSequenceId!.Value, tokenizer.EndOfSequenceId!.Value, tokenizer.PaddingId!.Value);
        using var model = new DecoderModel(shape).Initialise(recipe.Training.Seed);
        prepare?.Invoke(model);
        var mixture = new Mixture(sources, recipe.Training.Batches, tokenizer.PaddingId!.Value);
        say($"Training {shape.ParameterCount():N0} parameters ({shape.Layers} layers of {shape.HiddenSize}); an epoch has {mixture.TokensPerEpoch:N0} tokens");
        var curve = new TrainingCurve(Path.Combine(folder, "curve.jsonl"));
        var result = new Pretrainer(model, tokenizer, mixture, data.Development(), recipe.Training, time, threads)
            .Run(checkpoint, resume, new Both(curve, progress), cancellationToken);
        File.WriteAllText(Path.Combine(folder, "curve.svg"), CurveChart.Draw(curve.Points(), $"{shape.ParameterCount() / 1e6:0.0} M parameters"));
        if (result.Finished)
            AtomicFolder.Replace(ModelFolderPath, temporary => Write(temporary, model, tokenizer, weights));
        return result;
    }

    private static void Write(string folder, DecoderModel model, HuggingFaceTokenizer tokenizer, WeightType weights)
    {
        ModelFolder.Write(folder, model, weights);
        tokenizer.Save(folder);
    }

    private HuggingFaceTokenizer Tokenizer(BaseModelData data, Action<string> say, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "tokenizer");
        if (!Directory.Exists(path))
        {
            say($"Training a tokenizer of {recipe.VocabularySize:N0} tokens");
            AtomicFolder.Create(path, data.TrainTokenizer(cancellationToken).Save);
        }

        var tokenizer = HuggingFaceTokenizer.Load(path);
        return tokenizer.VocabularySize <= recipe.VocabularySize
            ? tokenizer
            : throw new TrainingDataException($"{path} has {tokenizer.VocabularySize} tokens, the recipe {recipe.VocabularySize}. Name another folder with --out.");
    }

    private sealed class Both(IProgress<TrainingPoint> first, IProgress<TrainingPoint> second) : IProgress<TrainingPoint>
    {
        public void Report(TrainingPoint value)
        {
            first.Report(value);
            second.Report(value);
        }
    }
}
