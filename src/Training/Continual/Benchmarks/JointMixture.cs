using Samantha.Modeling.Heads;
using Samantha.Training.Continual.Extras;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>
/// The ceiling, for whom all tasks are one: the default head, pooled with the mean logarithm of the probabilities of several
/// nets, which see their queries without some of the words. Queries of no intent are one class more, which is never predicted
/// but tells how much speaks for none.
/// </summary>
public sealed class JointMixture : IStrategy<Query>, IClassifier<Query>
{
    /// <summary>What it is called where strategies are named.</summary>
    public const string Name = "joint-mixture";

    // Chosen on the validation split.
    private const int Nets = 2;
    private const double Share = 0.15;
    private const float Weight = 0.2f;
    private const int Chunk = 512;

    private readonly IReadOnlyList<Query> others;
    private readonly double othersPerSample;
    private readonly int classes;
    private readonly SplitMix64 random;
    private readonly ITextHead head;
    private readonly IReadOnlyList<(QueryNet Net, Adam Optimizer, Sequential<Query> Strategy)> nets;
    private bool ended;

    /// <param name="classes">How many intents there are.</param>
    /// <param name="others">Queries of none to learn from, at least one.</param>
    /// <param name="othersPerSample">How many of them chance adds to an update for each of its queries.</param>
    /// <param name="head">What the nets are pooled with.</param>
    /// <param name="optimizer">How the nets are taught.</param>
    /// <param name="seed">Seeds the nets and chance.</param>
    public JointMixture(int classes, IReadOnlyList<Query> others, double othersPerSample, TextHeadConfig head, AdamOptions optimizer, int seed)
    {
        (this.classes, this.othersPerSample) = (classes, othersPerSample);
        this.others = [.. others.Select(query => query with { Class = classes })];
        random = new SplitMix64(seed, 4);
        this.head = head.Create(classes + 1);
        nets = [.. Enumerable.Range(Nets * seed, Nets).Select(number => Taught(classes + 1, number, optimizer))];
    }

    public void Begin(int task)
    {
    }

    /// <returns>The mean of the nets' losses.</returns>
    public double Observe(IReadOnlyList<Query> batch)
    {
        List<Query> shown = [.. batch];
        shown.AddRange(batch.Where(_ => random.NextDouble() < othersPerSample).Select(_ => others[random.Next(others.Count)]));
        return nets.Average(net => net.Strategy.Observe(shown));
    }

    /// <summary>The head learns, once, from all there is; until then the nets answer alone.</summary>
    public void End(int task, IReadOnlyList<Query> data)
    {
        foreach (var chunk in data.Concat(ended ? [] : others).Chunk(Chunk))
            head.Learn([.. chunk.Select(query => query.Text)], [.. chunk.Select(query => query.Class)]);
        ended = true;
    }

    public int[] Predict(IReadOnlyList<Query> samples) => [.. Answers(samples).Select(answer => answer.Class)];

    /// <summary>The class of each query, and how sure of it the mixture is.</summary>
    public IReadOnlyList<ScopedAnswer> Answers(IReadOnlyList<Query> samples)
    {
        using var scores = Scores(samples);
        return [.. scores.data<float>().ToArray().Chunk(classes + 1).Select(row => ScopedAnswer.Of(row, classes))];
    }

    /// <summary>Scores of the intents, and in the last column of none of them.</summary>
    public Tensor Scores(IReadOnlyList<Query> samples)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var parts = samples.Chunk(Chunk).Select(Pooled).ToList();
        return (parts.Count == 0 ? zeros(0, classes + 1) : cat(parts, 0)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        head.Dispose();
        foreach (var (net, optimizer, strategy) in nets)
        {
            strategy.Dispose();
            optimizer.Dispose();
            net.Dispose();
        }
    }

    private Tensor Pooled(IReadOnlyList<Query> queries)
    {
        var said = nets.Select(net => net.Net.Scores(queries).log_softmax(1)).Aggregate((sum, next) => sum + next) * (Weight / nets.Count);
        return ended ? said + head.Scores([.. queries.Select(query => query.Text)]) : said;
    }

    private static (QueryNet, Adam, Sequential<Query>) Taught(int classes, int seed, AdamOptions options)
    {
        var net = new QueryNet(classes, seed);
        var optimizer = new Adam(net.Parameters, options);
        var learner = new AugmentedLearner<Query>(net, new WordDropout(Share).Change, new SplitMix64(seed, 3));
        return (net, optimizer, new Sequential<Query>(new StrategySetting<Query>(learner, optimizer, new StrategyOptions())));
    }
}
