using System.Globalization;
using Samantha.Training.Evaluation;

namespace Samantha.Silo.Commands;

/// <summary>Keeps what came of runs in docs/results: a row for each strategy, order and buffer over its seeds.</summary>
internal static class EvalContinualResults
{
    public static void Keep(IReadOnlyList<EvalContinualResult> results)
    {
        foreach (var group in results.GroupBy(result => result.Run with { Seed = 0 }))
        {
            List<EvalContinualResult> runs = [.. group];
            ResultsTable.Append(
                ProjectPaths.Results("continual.md"),
                "Streams of tasks",
                ("benchmark", "clinc150"),
                ("strategy", group.Key.Strategy),
                ("stored", group.Key.Buffer == int.MaxValue ? "all" : Invariant($"{group.Key.Buffer:N0}")),
                ("order", group.Key.Order),
                ("seeds", string.Join(' ', runs.Select(run => run.Run.Seed))),
                ("ACC", Spread(runs, run => run.Metrics.Accuracy)),
                ("BWT", Spread(runs, run => run.Metrics.BackwardTransfer)),
                ("FWT", Spread(runs, run => run.Metrics.ForwardTransfer)),
                ("forgetting", Spread(runs, run => run.Metrics.Forgetting)),
                ("anytime", Spread(runs, run => run.Metrics.Anytime)),
                ("drop", Spread(runs, run => run.Metrics.Drop)),
                ("plasticity", Spread(runs, run => run.Metrics.Plasticity)),
                ("seconds", Invariant($"{runs.Average(run => run.Record.Learning.TotalSeconds):0}")));
        }
    }

    // In points, with the standard deviation of the runs where there are several.
    private static string Spread(IReadOnlyList<EvalContinualResult> runs, Func<EvalContinualResult, double> value)
    {
        var values = runs.Select(run => 100 * value(run)).ToList();
        var mean = values.Average();
        return values.Count == 1
            ? Invariant($"{mean:0.0}")
            : Invariant($"{mean:0.0} ± {Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)):0.0}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
