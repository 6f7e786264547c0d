using System.Globalization;
using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using Samantha.Training.Gate;
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
    private readonly LessonMemory memory = memory ?? new LessonMemory();

    /// <summary>Trains and judges, on the calling thread.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="progress">Is told each step.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <exception cref="CheckpointException">The parent cannot be read.</exception>
    /// <exception cref="TrainingDataException">The parent has no anchors, there is nothing to learn, or the job asks for what there is not.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the same job goes on from its checkpoint.</exception>
    public LessonOutcome Run(LessonJob job, IProgress<LessonProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        job.Validated();
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
            var material = new SessionMaterial(job, parent, root, tokenizer, examples, atRisk, anchors, pool);
            steps = new SessionTraining(material, new LineMetric(memory, device, pace), time, pace, device).Run(folder, progress, cancellationToken);
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
        return new LessonOutcome(folder, Strategy(job), verdict.Metrics, verdict);

        // The other strategies compare its matrices with those of what they make.
        MeasuredVersion Version(string of) => new(of, tokenizer, memory, pace, device, job.Strategy == LessonStrategies.Neurons);
    }

    /// <summary>Measures ahead what a strategy's first session would measure of a line's root, for its memory to hold.</summary>
    /// <param name="rootFolder">The folder of the version that the line began with.</param>
    /// <param name="strategy"><see cref="LessonStrategies.Neurons"/> or <see cref="LessonStrategies.Descent"/>: the others measure nothing.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public void Prepare(string rootFolder, string strategy, LessonOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tokenizer = HuggingFaceTokenizer.Load(rootFolder);
        using var root = new MeasuredVersion(rootFolder, tokenizer, memory, pace, device, strategy == LessonStrategies.Neurons);
        var (metric, anchors) = (new LineMetric(memory, device, pace), AnchorFile.Read(rootFolder));
        if (strategy == LessonStrategies.Neurons)
            metric.Inputs(root, tokenizer, anchors, options.Neurons, cancellationToken);
        else
            metric.Of(root, root.Model.Config.IntermediateSize, tokenizer, anchors, options, cancellationToken);
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

    private static string Strategy(LessonJob job)
    {
        if (job.Strategy == LessonStrategies.Neurons)
            return job.Strategy;
        var (options, held) = (job.Options, LessonTunings.Chosen(job));
        var made = job.Strategy == LessonStrategies.Descent
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(held == LessonTunings.Default ? "kronecker" : Held())}, return {options.Return:0.###}, anchors by distillation {(options.AnchorRows == 0 ? 0 : options.AnchorWeight):0.##}")
            : $"{job.Strategy}, {Held()}";
        return job.Preferences == LessonPreferences.Off ? made : $"{made}, {job.Preferences}";

        string Held() => held == TuningCatalog.Full ? held : $"{held}-{LessonTunings.Rank(job)}";
    }
}
