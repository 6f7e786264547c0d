using Samantha.Modeling.Heads;
using Samantha.Training.Continual.Extras;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Metrics;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;
using Samantha.Training.Heads;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>Runs strategies on CLINC150 as a stream, by the protocol of the published baselines.</summary>
/// <param name="data">The data set.</param>
/// <param name="heldOut">The split that is measured.</param>
/// <param name="time">Tells how long learning takes.</param>
public sealed class ClincBenchmark(Clinc150 data, string heldOut, TimeProvider time)
{
    private const string Joint = "joint";
    private const double RefusalCosts = 0.0025;

    /// <summary>Settings of the strategies; memory and seed are the run's.</summary>
    public StrategyOptions Strategies { get; init; } = new();

    /// <summary>Settings of the optimizer, which keeps its state from task to task.</summary>
    public AdamOptions Optimizer { get; init; } = new();

    /// <summary>How the stream is taught; the seed is the run's.</summary>
    public StreamOptions Stream { get; init; } = new();

    /// <summary>What strategies are given besides.</summary>
    public TrainingExtras Extras { get; init; } = new();

    /// <summary>The names of what can be run: the catalog's, and the ceiling that only this benchmark has.</summary>
    public static IReadOnlyList<string> Names { get; } = [JointMixture.Name, .. StrategyCatalog.All.Select(entry => entry.Name)];

    /// <summary>What a strategy keeps of the past.</summary>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public static Keeps KeepsOf(string strategy) => strategy == JointMixture.Name ? Keeps.Everything : StrategyCatalog.Find(strategy).Keeps;

    /// <summary>The looks that a run takes, at most.</summary>
    public int Looks(ClincRun run)
    {
        var sizes = ClincStream.Tasks(data, run.Order, heldOut).Select(task => task.Samples.Count);
        var stream = Of(run);
        var updates = (AtOnce(run) ? [sizes.Sum()] : sizes).Select(size => stream.Epochs * ((size + stream.BatchSize - 1) / stream.BatchSize)).ToList();
        return updates.Sum() / stream.LookEvery + updates.Count;
    }

    /// <summary>Runs one strategy on one stream.</summary>
    /// <param name="run">Which.</param>
    /// <param name="progress">Is told each look.</param>
    /// <param name="cancellationToken">Stops between updates.</param>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public StreamRecord Run(ClincRun run, IProgress<StreamLook>? progress = null, CancellationToken cancellationToken = default)
    {
        if (run.Strategy == JointMixture.Name)
            return Mixed(run, progress, cancellationToken);
        using var net = new QueryNet(data.Intents.Count, run.Seed, Extras.Dropout);
        using var optimizer = new Adam(net.Parameters, Optimizer);
        ILearner<Query> learner = Extras.WordDropout > 0
            ? new AugmentedLearner<Query>(net, new WordDropout(Extras.WordDropout).Change, new SplitMix64(run.Seed, 3))
            : net;
        var chosen = StrategyCatalog.Create(run.Strategy, new StrategySetting<Query>(learner, optimizer, Strategies with { Memory = run.Buffer, Seed = run.Seed })
        {
            ClassOf = query => query.Class,
            TextOf = query => query.Text,
            Classes = data.Intents.Count,
            Embeddings = [net.Embeddings],
        });
        using var strategy = Extras.Averaging is { } averaging ? new WeightAveraging<Query>(chosen, net, net.Parameters, averaging) : chosen;
        // What learns without gradients has its own way of answering.
        var classifier = strategy as IClassifier<Query> ?? net;
        return Runner(run).Run(strategy, classifier, AtOnce(run), progress, cancellationToken);
    }

    // The bar is chosen on val, whatever is measured.
    private StreamRecord Mixed(ClincRun run, IProgress<StreamLook>? progress, CancellationToken cancellationToken)
    {
        var others = data.OutOfScopeSplit("train");
        using var mixture = new JointMixture(
            data.Intents.Count, others, (double)others.Count / data.Split("train").Count, TextHeads.Default(run.Seed), Optimizer, run.Seed);
        var record = Runner(run).Run(mixture, mixture, AtOnce(run), progress, cancellationToken);
        return record with { Scope = Refusal.Within(RefusalCosts, Judged(mixture, "val")).Measure(Judged(mixture, heldOut)) };
    }

    private IReadOnlyList<(ScopedAnswer Said, int Truth)> Judged(JointMixture mixture, string split)
    {
        Query[] queries = [.. data.Split(split), .. data.OutOfScopeSplit(split)];
        return [.. mixture.Answers(queries).Zip(queries, (said, query) => (said, query.Class))];
    }

    private StreamRunner<Query> Runner(ClincRun run) => new(ClincStream.Tasks(data, run.Order, heldOut), query => query.Class, Of(run), time);

    private static bool AtOnce(ClincRun run) => run.Strategy is Joint or JointMixture.Name;

    private StreamOptions Of(ClincRun run) => Stream with
    {
        Seed = run.Seed,
        Epochs = run.Strategy != JointMixture.Name && StrategyCatalog.Find(run.Strategy).OncePerSample ? 1 : Stream.Epochs,
        // Where there is nothing to forget, the end is what counts: one look an epoch.
        LookEvery = AtOnce(run) ? (data.Split("train").Count + Stream.BatchSize - 1) / Stream.BatchSize : Stream.LookEvery,
    };
}
