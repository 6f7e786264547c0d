using System.Globalization;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Metrics;
using Spectre.Console;

namespace Samantha.Silo.Commands;

/// <summary>Runs the benchmark run by run, and shows how far it is.</summary>
internal sealed class EvalContinualRuns(Clinc150 data, string split)
{
    private readonly ClincBenchmark benchmark = new(data, split, TimeProvider.System);

    /// <summary>Runs them.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="done">Is given those that differ in their seed alone, when the last of them is done.</param>
    /// <param name="cancellationToken">Stops between updates.</param>
    public void Run(IReadOnlyList<ClincRun> runs, Action<IReadOnlyList<EvalContinualResult>> done, CancellationToken cancellationToken) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            var all = context.AddTask("all runs", maxValue: runs.Sum(benchmark.Looks));
            foreach (var alike in runs.GroupBy(run => run with { Seed = 0 }))
                done([.. alike.Select(run => Run(run, context, all, cancellationToken))]);
        });

    private EvalContinualResult Run(ClincRun run, ProgressContext context, ProgressTask all, CancellationToken cancellationToken)
    {
        var task = context.AddTask($"{run.Strategy}, {run.Order}, seed {run.Seed}", maxValue: benchmark.Looks(run));
        var record = benchmark.Run(run, new Looks(look =>
        {
            all.Increment(1);
            task.Increment(1);
            task.Description = Invariant($"{run.Strategy}, {run.Order}, seed {run.Seed}: task {look.Task + 1}, {100 * look.Accuracy.Average():0.0} on what was shown");
        }), cancellationToken);
        var result = new EvalContinualResult(run, record, ContinualMetrics.Of(record));
        task.StopTask();
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{run.Strategy,-14} {run.Order,-8} seed {run.Seed}  {result.Line()}");
        return result;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Progress<T> would report from other threads, and late.
    private sealed class Looks(Action<StreamLook> report) : IProgress<StreamLook>
    {
        public void Report(StreamLook value) => report(value);
    }
}
