using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Training.Evaluation;

/// <summary>
/// A version that is measured: on lessons, each asked in words that no training, early stopping or gate has seen, and on its
/// held-out anchors. One thread at a time.
/// </summary>
public sealed class VersionExam : IDisposable
{
    private const int BatchTokens = 1024;

    private readonly DecoderModel model;
    private readonly HuggingFaceTokenizer tokenizer;
    private readonly string folder;
    private readonly ITrainingPace? pace;

    /// <summary>Loads a version.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="pace">Asked before each pass.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public VersionExam(string folder, ITrainingPace? pace = null, torch.Device? device = null)
    {
        tokenizer = HuggingFaceTokenizer.Load(folder);
        model = ModelFolder.LoadDecoder(folder, device);
        this.folder = folder;
        this.pace = pace;
    }

    /// <summary>Asks for lessons.</summary>
    /// <param name="lessons">The lessons, whether the version learned them or not.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public LessonScore Ask(IReadOnlyList<Lesson> lessons, CancellationToken cancellationToken = default)
    {
        var examples = new LessonExamples(tokenizer, lessons, lessons.Count, [], model.Config.MaxPositions).Measured();
        var results = new AnswerCheck(pace).Check(model, examples, cancellationToken);
        return results.Count == 0 ? default : new LessonScore(results.Count, results.Count(result => result.Said), results.Average(result => result.Loss));
    }

    /// <summary>Predicts held-out anchors.</summary>
    /// <param name="most">The most anchors of a set, always the same ones.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <returns>Bits a byte by set.</returns>
    /// <exception cref="Data.TrainingDataException">The version has no anchors.</exception>
    public IReadOnlyDictionary<string, double> Predict(int most, CancellationToken cancellationToken = default)
    {
        var evaluator = new LanguageEvaluator(tokenizer, BatchTokens, pace);
        return AnchorFile.Read(folder).HeldOut.GroupBy(anchor => anchor.Set, StringComparer.Ordinal).ToDictionary(
            set => set.Key,
            set => evaluator.Score(model, [.. set.Take(most).Select(anchor => anchor.Text)], cancellationToken).BitsPerByte,
            StringComparer.Ordinal);
    }

    public void Dispose() => model.Dispose();
}
