using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Tuning;
using Samantha.Training.Continual;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// A session as the newest task of a stream. The tasks before it are made of what is at hand in any later run of the same session:
/// the root's own samples, and the earlier lessons that it rehearses, a task for each domain of theirs.
/// </summary>
/// <param name="material">What the session works with.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class StrategySession(SessionMaterial material, ITrainingPace? pace)
{
    private const double RateOfWeights = 5e-4;
    private const double RateOfAdapters = 3e-3;

    private readonly LessonExamples examples = material.Examples;

    private LessonJob Job => material.Job;

    /// <summary>The strategy of the job on a model, with the past shown to it.</summary>
    /// <param name="model">The model; it is where the session starts.</param>
    /// <param name="tuning">What of it learns.</param>
    /// <param name="added">What is added to the loss.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public StrategySteps Steps(DecoderModel model, ITuning tuning, AddedLosses added, CancellationToken cancellationToken)
    {
        var (options, parameters) = (Job.Options, tuning.Parameters.ToList());
        var optimizer = new LessonOptimizer(parameters, added, new OptimizerOptions
        {
            LearningRate = options.LearningRate ?? (tuning is FullTuning ? RateOfWeights : RateOfAdapters),
            Beta2 = 0.99,
            WeightDecay = options.WeightDecay,
        });
        var learner = tuning is LoraAdapters adapters
            ? new LowRankLessonLearner(model, adapters, pace, cancellationToken)
            : new LessonLearner(model, parameters, pace, cancellationToken);
        var strategy = Job.Strategy == LessonStrategies.OrthogonalLora
            ? Orthogonal((LoraAdapters)tuning, (LowRankLessonLearner)learner, optimizer)
            : LessonStrategies.Create(Job.Strategy, Setting(model, tuning, learner, optimizer));
        var tasks = Past();
        foreach (var (task, samples) in tasks.Index())
            strategy.Recall(task, samples);
        strategy.Begin(tasks.Count);
        return new StrategySteps(strategy, learner, optimizer, step => examples.Step(step, Asked(step), Job.Seed, options.Augment));
    }

    private StrategySetting<LessonExample> Setting(DecoderModel model, ITuning tuning, LessonLearner learner, LessonOptimizer optimizer)
    {
        var answers = Enumerable.Range(0, examples.Count.Fresh + examples.Count.Rehearsed).Select(lesson => examples[lesson].Answer).Distinct().Index()
            .ToDictionary(answer => answer.Item, answer => answer.Index);
        return new StrategySetting<LessonExample>(learner, optimizer, Job.Options.Strategies with { Seed = (int)(Job.Seed & int.MaxValue) })
        {
            // A reply is no class; those who answer the same are of one. Anchors are one more.
            Embeddings = tuning is FullTuning ? [.. model.Weights().Take(1).Select(weight => weight.Parameter)] : [],
            ClassOf = example => example.Lesson < 0 ? -1 : answers[examples[example.Lesson].Answer],
        };
    }

    // All that was learned, alike, where everything is learned at once.
    private IEnumerable<int> Asked(int step)
    {
        var asked = examples.InTurn(step, Job.Options);
        var all = examples.Count.Fresh + examples.Count.Rehearsed;
        return Job.Strategy == LessonStrategies.Joint && asked.Count() is var rows ? Enumerable.Range(step * rows, rows).Select(row => row % all) : asked;
    }

    private List<IReadOnlyList<LessonExample>> Past()
    {
        var anchors = material.Pool
            .Select(anchor => (int[])[material.Tokenizer.BeginOfSequenceId!.Value, .. material.Tokenizer.EncodeLiteral(anchor.Text).Ids])
            .Select(ids => ids[..Math.Min(ids.Length, Job.Options.AnchorLength)])
            .Where(ids => ids.Length > 1)
            .Select(ids => new LessonExample(-1, ids, 1))
            .ToList();
        var rehearsed = examples.Rehearsed(Enumerable.Range(0, examples.Count.Rehearsed))
            .GroupBy(example => examples[example.Lesson].Domain)
            .OrderBy(domain => domain.Key)
            .Select(domain => (IReadOnlyList<LessonExample>)[.. domain]);
        return [anchors, .. rehearsed];
    }

    // What earlier sessions changed reads what lies in the rows of the change itself, as long as the rows of a subspace are together.
    private OrthogonalLora<LessonExample> Orthogonal(LoraAdapters adapters, LowRankLessonLearner learner, LessonOptimizer optimizer)
    {
        var strategy = new OrthogonalLora<LessonExample>(learner, _ => optimizer, Job.Options.Strategies.OrthogonalStrength, Job.Seed);
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var roots = material.Root.Model.Weights().ToDictionary(weight => weight.Name);
        var parents = material.Parent.Model.Weights().ToDictionary(weight => weight.Name);
        var changes = adapters.Paths.Select(path => $"{path}.weight").Select(name => parents[name].Value().sub(roots[name].Value())).ToList();
        var lengths = changes.Select(change => change.square().sum().item<float>()).ToList();
        if (lengths.Any(length => length > 0))
            strategy.Avoid([.. changes.Zip(lengths, (change, length) => length > 0 ? change.mul(Math.Sqrt(adapters.Config.Rank / length)) : change)]);
        return strategy;
    }
}
