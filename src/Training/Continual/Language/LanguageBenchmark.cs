using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Training.Continual.Metrics;
using Samantha.Training.Data;

namespace Samantha.Training.Continual.Language;

/// <summary>
/// Teaches the starting model one domain after another by a strategy, and measures it on every domain after each. Every
/// strategy makes the same number of steps with the same rows of each domain, to which replay adds its own; joint training makes
/// as many, with as many rows in each, of the rows of all domains.
/// </summary>
/// <param name="domains">The stream.</param>
/// <param name="baseFolder">The starting model.</param>
/// <param name="options">Sizes and the seed.</param>
/// <param name="time">Tells how long learning takes.</param>
public sealed class LanguageBenchmark(IReadOnlyList<LanguageDomain> domains, string baseFolder, LanguageStreamOptions options, TimeProvider time)
{
    /// <summary>Runs a strategy.</summary>
    /// <param name="name">One of <see cref="LanguageStrategies.Names"/>.</param>
    /// <param name="progress">Is told each look.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">No strategy is called so.</exception>
    public LanguageResult Run(string name, IProgress<StreamLook>? progress = null, CancellationToken cancellationToken = default)
    {
        var joint = LanguageStrategies.IsJoint(name);
        using var model = ModelFolder.LoadDecoder(baseFolder);
        using var running = LanguageStrategies.Create(name, model, options);
        var untrained = Measure(model, domains.Count);
        var (steps, learning) = (0, TimeSpan.Zero);
        List<StreamLook> looks = [];
        List<List<(double Perplexity, double Accuracy)>> rows = [];
        foreach (var (task, samples) in (joint ? [[.. domains.SelectMany(domain => domain.Training)]] : domains.Select(domain => domain.Training)).Index())
        {
            var shown = joint ? domains.Count : task + 1;
            Learn(() => running.Strategy.Begin(task));
            foreach (var batch in Batches(samples, task, name))
            {
                cancellationToken.ThrowIfCancellationRequested();
                model.train();
                Learn(() => running.Strategy.Observe(batch));
                steps++;
                if (!joint && steps % options.StepsPerDomain != 0 && steps % options.LookEvery == 0)
                    Look(task, Measure(model, shown), endsTask: false);
            }

            Learn(() => running.Strategy.End(task, samples));
            rows.Add(Measure(model, domains.Count));
            Look(task, rows[^1].Take(shown), endsTask: true);
        }

        var record = new StreamRecord([.. rows.Select(Accuracies)], Accuracies(untrained), looks, learning);
        return new LanguageResult(name, options.Seed, running.Memory, steps, record, [.. rows.Select(Perplexities)], Perplexities(untrained));

        void Learn(Action step)
        {
            var started = time.GetTimestamp();
            step();
            learning += time.GetElapsedTime(started);
        }

        void Look(int task, IEnumerable<(double Perplexity, double Accuracy)> scores, bool endsTask)
        {
            looks.Add(new StreamLook(task, steps, Accuracies(scores), endsTask));
            progress?.Report(looks[^1]);
        }
    }

    // Batches of rows in an order of chance, epoch after epoch, until there are as many as there are steps.
    private IEnumerable<IReadOnlyList<TokenExample>> Batches(IReadOnlyList<TokenExample> samples, int task, string name)
    {
        var steps = LanguageStrategies.IsJoint(name) ? options.StepsPerDomain * domains.Count : options.StepsPerDomain;
        var size = name == LanguageStrategies.JointWide ? options.BatchRows + options.ReplayRows : options.BatchRows;
        return Epochs().Chunk(size).Take(steps);

        IEnumerable<TokenExample> Epochs()
        {
            var random = new SplitMix64(options.Seed, task, 10);
            var order = samples.ToArray();
            while (true)
            {
                random.Shuffle(order);
                foreach (var sample in order)
                    yield return sample;
            }
        }
    }

    private List<(double Perplexity, double Accuracy)> Measure(DecoderModel model, int count)
    {
        var meter = new DomainMeter(model);
        return [.. domains.Take(count).Select(domain => meter.Measure(domain.Measured))];
    }

    private static List<double> Accuracies(IEnumerable<(double Perplexity, double Accuracy)> scores) => [.. scores.Select(score => score.Accuracy)];

    private static List<double> Perplexities(IEnumerable<(double Perplexity, double Accuracy)> scores) => [.. scores.Select(score => score.Perplexity)];
}
