using System.Globalization;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Continual.Language;
using Samantha.Training.Continual.Metrics;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Spectre.Console;

namespace Samantha.Silo.Commands;

/// <summary>Runs strategies on the stream of service domains, joint training first, which all are held against.</summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="split">What is measured: dev while settings are chosen, else test.</param>
internal sealed class EvalLanguageStreamRuns(string dataSets, DataSplit split)
{
    /// <summary>The name of the benchmark.</summary>
    public const string Name = "language";

    /// <summary>Where the starting model is kept.</summary>
    private const string Work = "artifacts/language-stream";

    /// <summary>Runs and shows them.</summary>
    /// <param name="strategies">Their names; joint training is added.</param>
    /// <param name="seeds">A run of each strategy for each.</param>
    /// <param name="buffer">Rows that may be kept, or null for as many as the benchmark has by default.</param>
    /// <param name="done">Is given each result as it comes, beside joint training's with its seed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public void Run(
        IReadOnlyCollection<string> strategies, IReadOnlyCollection<int> seeds, int? buffer, Action<LanguageResult, LanguageResult> done, CancellationToken cancellationToken)
    {
        var options = new LanguageStreamOptions();
        options = options with { Memory = buffer ?? options.Memory };
        var start = new LanguageBase(dataSets, Path.Combine(ProjectPaths.Root, Work), options.Domains).Make(Console.WriteLine, cancellationToken);
        var stream = LanguageStream.Read(dataSets, HuggingFaceTokenizer.Load(start), options, split);
        foreach (var seed in seeds)
        {
            var benchmark = new LanguageBenchmark(stream, start, options with { Seed = seed }, TimeProvider.System);
            var joint = benchmark.Run(LanguageStrategies.Joint, cancellationToken: cancellationToken);
            foreach (var name in strategies.Prepend(LanguageStrategies.Joint).Distinct())
            {
                var result = name == LanguageStrategies.Joint ? joint : benchmark.Run(name, new Looks(name), cancellationToken);
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{name,-14} seed {seed}  {Line(result, joint)}");
                done(result, joint);
            }
        }
    }

    /// <summary>A row of the JSON file: accuracies of the next token in percent, differences in points, and perplexities.</summary>
    public static object Row(string split, LanguageResult result, LanguageResult joint)
    {
        var metrics = ContinualMetrics.Of(result.Record);
        return new
        {
            Benchmark = Name,
            result.Strategy,
            Order = "domains",
            result.Seed,
            Buffer = result.Memory,
            Split = split,
            Acc = Percent(metrics.Accuracy),
            Bwt = Percent(metrics.BackwardTransfer),
            Fwt = Percent(metrics.ForwardTransfer),
            Forgetting = Percent(metrics.Forgetting),
            Anytime = Percent(metrics.Anytime),
            Drop = Percent(metrics.Drop),
            Plasticity = Percent(metrics.Plasticity),
            Seconds = Math.Round(result.Record.Learning.TotalSeconds, 2),
            result.Steps,
            Domains = LanguageStreamOptions.AllDomains,
            Matrix = result.Record.Matrix.Select(row => row.Select(Percent)),
            PerplexityUntrained = result.Untrained.Select(Rounded),
            PerplexityMatrix = result.Perplexities.Select(row => row.Select(Rounded)),
            PerplexityAgainstJoint = result.End.Zip(joint.End, (own, all) => Rounded(own / all)),
        };
    }

    /// <summary>Appends a run's row to docs/results.</summary>
    public static void Keep(LanguageResult result, LanguageResult joint)
    {
        var metrics = ContinualMetrics.Of(result.Record);
        ResultsTable.Append(
            ProjectPaths.Results("continual-language.md"),
            "A stream of service domains",
            ("strategy", result.Strategy),
            ("stored rows", Invariant($"{result.Memory:N0}")),
            ("seed", Invariant($"{result.Seed}")),
            ("steps", Invariant($"{result.Steps:N0}")),
            ("perplexity by domain", string.Join(" / ", result.End.Select(value => Invariant($"{value:0.00}")))),
            ("worst earlier domain against joint", Invariant($"{100 * (result.WorstEarlierAgainst(joint) - 1):+0.0;-0.0} %")),
            ("next token", Invariant($"{100 * metrics.Accuracy:0.0}")),
            ("BWT", Invariant($"{100 * metrics.BackwardTransfer:0.0}")),
            ("drop", Invariant($"{100 * metrics.Drop:0.0}")),
            ("seconds", Invariant($"{result.Record.Learning.TotalSeconds:0}")));
    }

    private static string Line(LanguageResult result, LanguageResult joint) => Invariant(
        $"perplexity {string.Join(" ", result.End.Select(value => Invariant($"{value:0.00}")))}  worst earlier against joint {100 * (result.WorstEarlierAgainst(joint) - 1):+0.0;-0.0} %  {result.Record.Learning.TotalSeconds:0} s");

    private static double Percent(double share) => Math.Round(100 * share, 3);

    private static double Rounded(double value) => Math.Round(value, 4);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Looks(string name) : IProgress<StreamLook>
    {
        public void Report(StreamLook value)
        {
            if (value.EndsTask)
                Console.WriteLine(Invariant($"  {name}: domain {value.Task + 1} learned, {100 * value.Accuracy.Average():0.0} % of next tokens right on those so far"));
        }
    }
}
