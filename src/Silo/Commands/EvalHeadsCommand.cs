using System.CommandLine;
using System.Globalization;
using Samantha.Training.Heads;
using Spectre.Console;

namespace Samantha.Silo.Commands;

/// <summary><c>eval heads</c>: the tasks of the heads, learned from a stream and at once.</summary>
internal static class EvalHeadsCommand
{
    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var tasks = new Option<string[]>("--task") { Description = "Tasks; all by default.", AllowMultipleArgumentsPerToken = true };
        tasks.AcceptOnlyFromAmong([.. HeadBenchmark.Tasks]);
        var folder = new Option<DirectoryInfo?>("--model") { Description = "The emotion classifier's folder; models/samantha-base/emotions by default." };
        var json = new Option<FileInfo?>("--json") { Description = "A file for every figure, those of each class too." };
        var command = new Command("heads", "Emotions, sentiment, intents with queries of none, and named entities: precision, recall and F1 of what learned them as a stream of lessons, beside what had all at once.") { dataSets, tasks, folder, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            TorchThreads.Use(1);
            var benchmark = new HeadBenchmark(result.GetValue(dataSets)!.FullName, result.GetValue(folder)?.FullName ?? Path.Combine(ProjectPaths.BaseModel, "emotions"));
            var chosen = result.GetValue(tasks) is { Length: > 0 } given ? given : HeadBenchmark.Tasks;
            var results = Run([.. chosen.SelectMany(benchmark.Runs)], cancellationToken);
            EvalHeadsResults.Keep(results);
            if (result.GetValue(json) is { } file)
                EvalContinualJson.Write(file.FullName, [.. results.Select(EvalHeadsResults.Row)]);
        })));
        return command;
    }

    private static List<HeadResult> Run(IReadOnlyList<HeadRun> runs, CancellationToken cancellationToken)
    {
        List<HeadResult> results = [];
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                foreach (var run in runs)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var bar = context.AddTask($"{run.Task}, {run.Learner}", maxValue: 1);
                    var result = run.Run(new Shares(share => bar.Value = share), cancellationToken);
                    bar.Value = 1;
                    results.Add(result);
                    AnsiConsole.MarkupLineInterpolated(
                        CultureInfo.InvariantCulture, $"{run.Task,-10} {run.Learner,-8} {result.Learner,-24} macro F1 {result.MacroF1:0.000}  micro F1 {result.Micro.F1:0.000}  {result.Processor.TotalSeconds:0} s");
                }
            });
        return results;
    }

    // Progress<T> would report from other threads, and late.
    private sealed class Shares(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
