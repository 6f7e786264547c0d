using System.Globalization;
using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Gate;
using Samantha.Training.Optimization;
using TorchSharp;

namespace Samantha.Training.Lessons;

/// <summary>
/// Makes a candidate from a version and some lessons, and judges it. It goes on from where an earlier call with the same job
/// stopped, and ends with the same candidate.
/// </summary>
/// <param name="time">Tells how long it takes.</param>
/// <param name="pace">Asked before each pass through a model.</param>
/// <param name="device">Where to train; the CPU by default.</param>
/// <param name="memory">What earlier sessions measured, for later ones; it changes no result.</param>
public sealed class LessonSession(TimeProvider time, ITrainingPace? pace = null, torch.Device? device = null, LessonMemory? memory = null)
{
    private const string VersionFile = "version.json";
    private const int LongestReply = 24;

    private readonly LessonMemory memory = memory ?? new LessonMemory();

    /// <summary>Trains and judges, on the calling thread.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="progress">Is told each step.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <exception cref="CheckpointException">The parent cannot be read.</exception>
    /// <exception cref="TrainingDataException">The parent has no anchors, or there is nothing to learn.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the same job goes on from its checkpoint.</exception>
    public LessonOutcome Run(LessonJob job, IProgress<LessonProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (job.Lessons.Count == 0)
            throw new TrainingDataException("There are no lessons to learn.");
        var anchors = AnchorFile.Read(job.ParentFolder);
        var tokenizer = HuggingFaceTokenizer.Load(job.ParentFolder);
        using var parent = Version(job.ParentFolder);
        using var root = Version(job.RootFolder ?? job.ParentFolder);
        var pool = Pool(anchors.Rehearsal, job);
        var examples = Examples(job, tokenizer, parent.Model, pool);
        var rehearsed = examples.Rehearsed(Enumerable.Range(0, job.Rehearsed.Count));
        var folder = Path.Combine(job.WorkFolder, "candidate");
        var steps = job.Options.MaxSteps;
        if (!Directory.Exists(folder))
        {
            var known = parent.Answers(rehearsed, cancellationToken);
            int[] atRisk = [.. Enumerable.Range(0, rehearsed.Count).OrderBy(i => known[i].Said ? known[i].LeastProbability : -1.0).Take(job.Options.AtRisk)];
            steps = Train(job, parent.Model, root, tokenizer, examples, atRisk, anchors, pool, folder, progress, cancellationToken);
        }

        progress?.Report(new LessonProgress(LessonPhase.Evaluating, steps, steps, 0, 0, null));
        using var candidate = Version(folder);
        var verdict = new CandidateGate(tokenizer, job.Gate, pace).Judge(
            root,
            parent,
            candidate,
            new FreshLessons([.. examples.Plain().Where(example => example.Lesson < job.Lessons.Count)], examples.HeldOut(), [.. job.Lessons.Select(lesson => lesson.Answer)]),
            rehearsed,
            anchors.HeldOut,
            job.Seed,
            cancellationToken);
        return new LessonOutcome(folder, Strategy(job.Options), verdict.Metrics, verdict);

        MeasuredVersion Version(string of) => new(of, tokenizer, memory, pace, device);
    }

    /// <summary>Measures ahead what the first session would measure of a line's root, for its memory to hold.</summary>
    /// <param name="rootFolder">The folder of the version that the line began with.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public void Prepare(string rootFolder, LessonOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tokenizer = HuggingFaceTokenizer.Load(rootFolder);
        using var root = new MeasuredVersion(rootFolder, tokenizer, memory, pace, device);
        if (options.Rank is null)
            Metric(root, tokenizer, AnchorFile.Read(rootFolder), options, cancellationToken);
    }

    private int Train(
        LessonJob job,
        DecoderModel parent,
        MeasuredVersion root,
        HuggingFaceTokenizer tokenizer,
        LessonExamples examples,
        IReadOnlyList<int> atRisk,
        AnchorFile anchors,
        IReadOnlyList<Anchor> pool,
        string folder,
        IProgress<LessonProgress>? progress,
        CancellationToken cancellationToken)
    {
        var options = job.Options;
        using var model = ModelFolder.LoadDecoder(job.ParentFolder, device);
        model.ProductType = Products(options.Precision, model.Device);
        using var adapters = options.Rank is { } rank ? LoraAdapters.Apply(model, new LoraConfig { Rank = rank, Alpha = 2 * rank }, job.Seed) : null;
        using var weights = adapters is null
            ? LearnedWeights.Within(model, root.Model, options.Return, Metric(root, tokenizer, anchors, options, cancellationToken))
            : LearnedWeights.Plain([.. adapters.Parameters]);
        using var held = options.AnchorRows == 0 ? null
            : new Rehearsal(root.Model, tokenizer, [.. pool.Select(anchor => anchor.Text)], options.AnchorLength, pace, cancellationToken);
        using var near = new Rehearsal(parent, tokenizer, Near(job, parent, tokenizer, pool, cancellationToken), options.AnchorLength, pace, cancellationToken);
        var trainer = new LessonTrainer(model, weights, examples, atRisk, held, near, options, job.Seed, time, pace);
        var state = trainer.Run(Path.Combine(job.WorkFolder, "checkpoint"), point => progress?.Report(point), cancellationToken);
        adapters?.Merge();
        Retreat.Run(model, parent, () => trainer.IsLearned(cancellationToken));
        ModelFolder.Save(folder, model, WeightType.Float32, temporary => Inherit(job.ParentFolder, temporary));
        return state.Step;
    }

    // The root's own samples, of which each token was drawn from what the root says.
    private KroneckerMetric Metric(MeasuredVersion root, HuggingFaceTokenizer tokenizer, AnchorFile anchors, LessonOptions options, CancellationToken cancellationToken) =>
        memory.Metric(FormattableString.Invariant($"{root.Digest} {options.MetricAnchors} {options.AnchorLength} {options.Ridge:R}"), () =>
        {
            using var model = ModelFolder.LoadDecoder(root.Folder, device);
            return KroneckerMetric.Measure(
                model,
                LearnedWeights.Matrices(model),
                [.. anchors.Rehearsal.Take(options.MetricAnchors)
                    .Select(anchor => (int[])[tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(anchor.Text).Ids])
                    .Select(ids => ids[..Math.Min(ids.Length, options.AnchorLength)])],
                options.Ridge,
                pace,
                cancellationToken);
        });

    // What the parent replies to questions near the lessons', as anchors of their own.
    private IReadOnlyList<string> Near(LessonJob job, DecoderModel parent, HuggingFaceTokenizer tokenizer, IReadOnlyList<Anchor> pool, CancellationToken cancellationToken)
    {
        var questions = NearQuestions.Make(job.Lessons, [.. pool.Select(anchor => anchor.Turns)], job.Options.NearQuestions, new SplitMix64(job.Seed, 3));
        var replies = new GreedyDecoder(parent, tokenizer, pace).Replies(questions, LongestReply, cancellationToken);
        return [.. questions.Zip(replies, (question, reply) => DialogueFormat.Line(new(Speaker.User, question)) + DialogueFormat.Line(new(Speaker.Assistant, reply)))];
    }

    // Tokenizer and anchors belong to the candidate too; the parent's own card and name do not.
    private static void Inherit(string parent, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(parent).Where(file => Path.GetExtension(file) is ".json" or ".jsonl" or ".jinja"))
        {
            var name = Path.GetFileName(file);
            if (name is not (VersionFile or WeightFiles.IndexFile) && !File.Exists(Path.Combine(folder, name)))
                File.Copy(file, Path.Combine(folder, name));
        }
    }

    private static LessonExamples Examples(LessonJob job, HuggingFaceTokenizer tokenizer, DecoderModel parent, IReadOnlyList<Anchor> pool) => new(
        tokenizer,
        [.. job.Lessons, .. job.Rehearsed],
        job.Lessons.Count,
        [.. pool.Select(anchor => anchor.Turns).Where(turns => turns is [{ Speaker: Speaker.User }, { Speaker: Speaker.Assistant }, ..])],
        parent.Config.MaxPositions);

    private static List<Anchor> Pool(IReadOnlyList<Anchor> anchors, LessonJob job)
    {
        var random = new SplitMix64(job.Seed, 2);
        return [.. anchors.OrderBy(_ => random.Next()).Take(job.Options.AnchorPool)];
    }

    private static torch.ScalarType Products(Precision precision, torch.Device device) =>
        (precision == Precision.Auto ? PrecisionProbe.Quicker(device) : precision) == Precision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;

    private static string Strategy(LessonOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"{(options.Rank is { } rank ? $"lora-{rank}" : "kronecker")}, return {options.Return:0.###}, anchors by distillation {(options.AnchorRows == 0 ? 0 : options.AnchorWeight):0.##}");
}
