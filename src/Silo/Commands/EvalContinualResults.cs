using System.Globalization;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Metrics;
using Samantha.Training.Evaluation;

namespace Samantha.Silo.Commands;

/// <summary>
/// Keeps what came of runs in docs/results: a row for each strategy, order and buffer over its seeds, and drawings of R and of
/// the way there, of the first seed.
/// </summary>
internal static class EvalContinualResults
{
    private const string Folder = "continual";

    /// <summary>Keeps runs that differ in their seed alone.</summary>
    public static void Keep(Clinc150 data, IReadOnlyList<EvalContinualResult> runs)
    {
        var run = runs[0].Run;
        ResultsTable.Append(
            ProjectPaths.Results("continual.md"),
            "Streams of tasks",
            ("benchmark", "clinc150"),
            ("strategy", run.Strategy),
            ("stored", Stored(run.Buffer)),
            ("order", run.Order),
            ("seeds", Seeds(runs)),
            ("ACC", Spread(runs, run => run.Metrics.Accuracy)),
            ("BWT", Spread(runs, run => run.Metrics.BackwardTransfer)),
            ("FWT", Spread(runs, run => run.Metrics.ForwardTransfer)),
            ("forgetting", Spread(runs, run => run.Metrics.Forgetting)),
            ("anytime", Spread(runs, run => run.Metrics.Anytime)),
            ("drop", Spread(runs, run => run.Metrics.Drop)),
            ("plasticity", Spread(runs, run => run.Metrics.Plasticity)),
            ("seconds", Invariant($"{runs.Average(run => run.Record.Learning.TotalSeconds):0}")));
        KeepScope(run, runs);
        Draw(data, runs[0]);
    }

    /// <summary>Draws the ways of all strategies of a command side by side.</summary>
    public static void Compare(IReadOnlyList<EvalContinualResult> results)
    {
        foreach (var order in results.GroupBy(result => result.Run.Order))
        {
            var streams = order.GroupBy(result => result.Run with { Seed = 0 })
                .Select(runs => (Invariant($"{runs.Key.Strategy} {Stored(runs.Key.Buffer)}"), runs.First().Record.Looks));
            Write(Invariant($"clinc150-{order.Key}-anytime.svg"), AnytimeChart.Draw([.. streams], Invariant($"CLINC150, order {order.Key}: accuracy on the way")));
        }
    }

    private static void KeepScope(ClincRun run, IReadOnlyList<EvalContinualResult> runs)
    {
        if (runs.Any(run => run.Record.Scope is null))
            return;
        ResultsTable.Append(
            ProjectPaths.Results("continual-refusal.md"),
            "Refusing what is of no class",
            ("benchmark", "clinc150"),
            ("strategy", run.Strategy),
            ("order", run.Order),
            ("seeds", Seeds(runs)),
            ("ACC", Spread(runs, run => run.Metrics.Accuracy)),
            ("ACC when it refuses", Spread(runs, run => run.Record.Scope!.InScopeAccuracy)),
            ("out-of-scope recall", Spread(runs, run => run.Record.Scope!.OutOfScopeRecall)));
    }

    private static void Draw(Clinc150 data, EvalContinualResult result)
    {
        var (strategy, order, seed, buffer) = result.Run;
        var names = ClincStream.Tasks(data, order, "test").Select(task => task.Name.Replace('_', ' ')).ToList();
        var title = Invariant($"CLINC150, {strategy}, {Stored(buffer)} stored, order {order}, seed {seed}: accuracy in percent");
        Write(Invariant($"clinc150-{order}-{strategy}-{Stored(buffer).Replace(",", "", StringComparison.Ordinal)}.svg"), MatrixChart.Draw(result.Record.Matrix, names, title));
    }

    private static void Write(string name, string drawing)
    {
        var path = ProjectPaths.Results(Path.Combine(Folder, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, drawing);
    }

    private static string Seeds(IReadOnlyList<EvalContinualResult> runs) => string.Join(' ', runs.Select(run => run.Run.Seed));

    private static string Stored(int buffer) => buffer == int.MaxValue ? "all" : Invariant($"{buffer:N0}");

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
