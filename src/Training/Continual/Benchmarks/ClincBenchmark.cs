using Samantha.Training.Continual.Extras;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Metrics;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>Runs strategies on CLINC150 as a stream, by the protocol of the published baselines.</summary>
/// <param name="data">The data set.</param>
/// <param name="heldOut">The split that is measured.</param>
/// <param name="time">Tells how long learning takes.</param>
public sealed class ClincBenchmark(Clinc150 data, string heldOut, TimeProvider time)
{
    private const string Joint = "joint";

    /// <summary>Settings of the strategies; memory and seed are the run's.</summary>
    public StrategyOptions Strategies { get; init; } = new();

    /// <summary>Settings of the optimizer, which keeps its state from task to task.</summary>
    public AdamOptions Optimizer { get; init; } = new();

    /// <summary>How the stream is taught; the seed is the run's.</summary>
    public StreamOptions Stream { get; init; } = new();

    /// <summary>What strategies are given besides.</summary>
    public TrainingExtras Extras { get; init; } = new();

    /// <summary>The looks that a run takes, at most.</summary>
    public int Looks(ClincRun run)
    {
        var sizes = ClincStream.Tasks(data, run.Order, heldOut).Select(task => task.Samples.Count);
        var updates = (run.Strategy == Joint ? [sizes.Sum()] : sizes).Select(size => Of(run).Epochs * ((size + Stream.BatchSize - 1) / Stream.BatchSize)).ToList();
        return updates.Sum() / Stream.LookEvery + updates.Count;
    }

    /// <summary>Runs one strategy on one stream.</summary>
    /// <param name="run">Which.</param>
    /// <param name="progress">Is told each look.</param>
    /// <param name="cancellationToken">Stops between updates.</param>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public StreamRecord Run(ClincRun run, IProgress<StreamLook>? progress = null, CancellationToken cancellationToken = default)
    {
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
        return new StreamRunner<Query>(ClincStream.Tasks(data, run.Order, heldOut), query => query.Class, Of(run), time)
            .Run(strategy, classifier, run.Strategy == Joint, progress, cancellationToken);
    }

    private StreamOptions Of(ClincRun run) =>
        Stream with { Seed = run.Seed, Epochs = StrategyCatalog.Find(run.Strategy).OncePerSample ? 1 : Stream.Epochs };
}
