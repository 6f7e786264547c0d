using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons.Neurons;
using Samantha.Training.Optimization;
using TorchSharp;

namespace Samantha.Training.Lessons;

/// <summary>Makes the candidate of a session, by the job's strategy, tuning and preferences.</summary>
/// <param name="material">What it works with.</param>
/// <param name="metric">Measures what a change costs.</param>
/// <param name="time">Tells how fast it goes.</param>
/// <param name="pace">Asked before each pass.</param>
/// <param name="device">Where to train.</param>
internal sealed class SessionTraining(SessionMaterial material, LineMetric metric, TimeProvider time, ITrainingPace? pace, torch.Device? device)
{
    private const string VersionFile = "version.json";
    private const int LongestReply = 24;

    private LessonJob Job => material.Job;

    /// <summary>Trains, going on from a checkpoint if there is one, and writes the candidate.</summary>
    /// <returns>The steps that were made.</returns>
    public int Run(string folder, IProgress<LessonProgress>? progress, CancellationToken cancellationToken)
    {
        if (Job.Strategy == LessonStrategies.Neurons)
            return Grow(folder, progress, cancellationToken);
        var options = Job.Options;
        using var model = ModelFolder.LoadDecoder(Job.Strategy == LessonStrategies.Joint ? material.Root.Folder : Job.ParentFolder, device);
        model.ProductType = Products(options.Precision, model.Device);
        var held = LessonTunings.Chosen(Job);
        using var tuning = held == LessonTunings.Default ? null : LessonTunings.Create(held, model, Job);
        using var added = new AddedLosses([.. new IAddedLoss?[]
        {
            tuning is null ? null : new TuningPenalty(tuning),
            LessonPreferences.Create(Job, model, material.Parent.Model, material.Examples, Pass),
        }.OfType<IAddedLoss>()]);
        using var weights = Job.Strategy != LessonStrategies.Descent ? null
            : tuning is null ? Within(model, cancellationToken)
            : LearnedWeights.Plain([.. tuning.Parameters]);
        using ILessonSteps steps = weights is not null
            ? Descent(model, weights, added, cancellationToken)
            : new StrategySession(material, pace).Steps(model, tuning!, added, cancellationToken);
        var trainer = new LessonTrainer(model, steps, material.Examples, material.AtRisk, options, Job.Seed, time, pace);
        var state = trainer.Run(Path.Combine(Job.WorkFolder, "checkpoint"), point => progress?.Report(point), cancellationToken);
        tuning?.Merge();
        if (LessonStrategies.Retreats(Job.Strategy))
            Retreat.Run(model, material.Parent.Model, () => trainer.IsLearned(cancellationToken));
        ModelFolder.Save(folder, model, WeightType.Float32, Inherit);
        return state.Step;

        void Pass() => pace.BeginStep(cancellationToken);
    }

    // What other sessions added neurons to is wider than its root.
    private LearnedWeights Within(DecoderModel model, CancellationToken cancellationToken)
    {
        var width = model.Config.IntermediateSize;
        using var root = FeedForwardWidth.Resized(material.Root.Model, width);
        return LearnedWeights.Within(model, root, Job.Options.Return, metric.Of(material.Root, width, material.Tokenizer, material.Anchors, Job.Options, cancellationToken));
    }

    private int Grow(string folder, IProgress<LessonProgress>? progress, CancellationToken cancellationToken)
    {
        var general = metric.Inputs(material.Root, material.Tokenizer, material.Anchors, Job.Options.Neurons, cancellationToken);
        using var candidate = new NeuronTraining(material, general, time, pace, cancellationToken).Run(progress);
        ModelFolder.Save(folder, candidate, WeightType.Float32, Inherit);
        return Job.Lessons.Count;
    }

    private DescentSteps Descent(DecoderModel model, LearnedWeights weights, AddedLosses added, CancellationToken cancellationToken)
    {
        var options = Job.Options;
        var held = options.AnchorRows == 0 ? null
            : new Rehearsal(material.Root.Model, material.Tokenizer, [.. material.Pool.Select(anchor => anchor.Text)], options.AnchorLength, pace, cancellationToken);
        var near = new Rehearsal(material.Parent.Model, material.Tokenizer, Near(cancellationToken), options.AnchorLength, pace, cancellationToken);
        return new DescentSteps(model, weights, material.Examples, material.AtRisk, held, near, added, options, Job.Seed, pace);
    }

    // What the parent replies to questions near the lessons', as anchors of their own.
    private IReadOnlyList<string> Near(CancellationToken cancellationToken)
    {
        var questions = NearQuestions.Make(Job.Lessons, [.. material.Pool.Select(anchor => anchor.Turns)], Job.Options.NearQuestions, new SplitMix64(Job.Seed, 3));
        var replies = new GreedyDecoder(material.Parent.Model, material.Tokenizer, pace).Replies(questions, LongestReply, cancellationToken);
        return [.. questions.Zip(replies, (question, reply) => DialogueFormat.Line(new(Speaker.User, question)) + DialogueFormat.Line(new(Speaker.Assistant, reply)))];
    }

    // Tokenizer and anchors belong to the candidate too; the parent's own card and name do not.
    private void Inherit(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Job.ParentFolder).Where(file => Path.GetExtension(file) is ".json" or ".jsonl" or ".jinja"))
        {
            var name = Path.GetFileName(file);
            if (name is not (VersionFile or WeightFiles.IndexFile) && !File.Exists(Path.Combine(folder, name)))
                File.Copy(file, Path.Combine(folder, name));
        }
    }

    private static torch.ScalarType Products(Precision precision, torch.Device device) =>
        (precision == Precision.Auto ? PrecisionProbe.Quicker(device) : precision) == Precision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
}
