using System.CommandLine;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Language;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;

namespace Samantha.Silo.Commands;

/// <summary><c>eval continual</c>: what strategies learn of a stream of tasks, and what they forget.</summary>
internal static class EvalContinualCommand
{
    private const string Clinc = "clinc150";
    private const string Reported = "test";

    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var benchmarks = Many<string>("--benchmark", "Benchmarks; both by default.", Clinc, EvalLanguageStreamRuns.Name);
        var strategies = Many<string>("--strategy", "Strategies by name; all by default.", ClincBenchmark.Names.Union(LanguageStrategies.Names));
        var orders = Many<string>("--order", "Orders of CLINC150's domains; all three by default.", ClincStream.Orders);
        var seeds = Many<int>("--seed", "Seeds; 0, 1 and 2 by default, of the service dialogues 0.");
        var buffers = Many<int>("--buffer", "Samples that may be kept; by default a tenth of CLINC150's stream, a quarter of the dialogues', and 0 for what keeps none.");
        var split = new Option<string>("--split") { Description = "test, or val while settings are chosen (which writes no results).", DefaultValueFactory = _ => Reported };
        split.AcceptOnlyFromAmong("val", Reported);
        var json = new Option<FileInfo?>("--json") { Description = "A file for every run's figures." };
        var command = new Command("continual", "What strategies learn of streams of tasks, and what they forget: CLINC150 in ten domains, and service dialogues in five.") { dataSets, benchmarks, strategies, orders, seeds, buffers, split, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            // Batches are small: a second thread would only wait for the first.
            TorchThreads.Use(1);
            var (folder, part) = (result.GetValue(dataSets)!.FullName, result.GetValue(split)!);
            var chosen = Given(result.GetValue(benchmarks), [Clinc, EvalLanguageStreamRuns.Name]);
            // A run of hours that is cut short leaves what it has.
            List<object> rows = [];
            void Add(IEnumerable<object> more)
            {
                rows.AddRange(more);
                if (result.GetValue(json) is { } file)
                    EvalContinualJson.Write(file.FullName, rows);
            }

            if (chosen.Contains(Clinc))
            {
                var runs =
                    from strategy in Known(result.GetValue(strategies), ClincBenchmark.Names)
                    from buffer in StoredSamples.Of(strategy, result.GetValue(buffers))
                    from order in Given(result.GetValue(orders), ClincStream.Orders)
                    from seed in Given(result.GetValue(seeds), [0, 1, 2])
                    select new ClincRun(strategy, order, seed, buffer);
                foreach (var line in StoredSamples.Ignored(result.GetValue(strategies), result.GetValue(buffers)))
                    Console.Error.WriteLine(line);
                var data = Clinc150.Read(folder);
                List<EvalContinualResult> all = [];
                new EvalContinualRuns(data, part).Run(
                    [.. runs],
                    alike =>
                    {
                        all.AddRange(alike);
                        Add(EvalContinualJson.Rows(part, alike));
                        if (part != Reported)
                            return;
                        EvalContinualResults.Keep(data, alike);
                        EvalContinualResults.Compare(all);
                    },
                    cancellationToken);
            }

            if (chosen.Contains(EvalLanguageStreamRuns.Name) && Known(result.GetValue(strategies), LanguageStrategies.Names) is { Count: > 0 } names)
            {
                new EvalLanguageStreamRuns(folder, part == Reported ? DataSplit.Test : DataSplit.Dev).Run(
                    names,
                    Given(result.GetValue(seeds), [0]),
                    result.GetValue(buffers) is [var buffer, ..] ? buffer : null,
                    (run, joint) =>
                    {
                        Add([EvalLanguageStreamRuns.Row(part, run, joint)]);
                        if (part == Reported)
                            EvalLanguageStreamRuns.Keep(run, joint);
                    },
                    cancellationToken);
            }
        })));
        return command;
    }

    private static Option<T[]> Many<T>(string name, string description, params IEnumerable<string> values)
    {
        var option = new Option<T[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true };
        if (values.ToArray() is { Length: > 0 } allowed)
            option.AcceptOnlyFromAmong(allowed);
        return option;
    }

    private static IReadOnlyCollection<T> Given<T>(T[]? given, IEnumerable<T> all) => given is { Length: > 0 } ? given : [.. all];

    // Not every strategy is for every benchmark.
    private static IReadOnlyCollection<string> Known(string[]? given, IEnumerable<string> all) => [.. Given(given, all).Intersect(all)];
}
