using System.CommandLine;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Strategies;

namespace Samantha.Silo.Commands;

/// <summary><c>eval continual</c>: what strategies learn of a stream of tasks, and what they forget.</summary>
internal static class EvalContinualCommand
{
    private const int DefaultBuffer = 1500;

    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var strategies = Many<string>("--strategy", "Strategies by name; all by default.", StrategyCatalog.All.Select(entry => entry.Name));
        var orders = Many<string>("--order", "Orders of the domains; all three by default.", ClincStream.Orders);
        var seeds = Many<int>("--seed", "Seeds; 0, 1 and 2 by default.");
        var buffers = Many<int>("--buffer", "Samples that may be kept; 1500 by default, and 0 for what keeps none.");
        var split = new Option<string>("--split") { Description = "test, or val while settings are chosen (which writes no results).", DefaultValueFactory = _ => "test" };
        split.AcceptOnlyFromAmong("val", "test");
        var json = new Option<FileInfo?>("--json") { Description = "A file for every run's figures." };
        var command = new Command("continual", "What strategies learn of CLINC150 as a stream of ten domains, and what they forget.") { dataSets, strategies, orders, seeds, buffers, split, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            // Batches are small: a second thread would only wait for the first.
            TorchThreads.Use(1);
            var runs =
                from strategy in Given(result.GetValue(strategies), StrategyCatalog.All.Select(entry => entry.Name))
                from buffer in Buffers(strategy, result.GetValue(buffers))
                from order in Given(result.GetValue(orders), ClincStream.Orders)
                from seed in Given(result.GetValue(seeds), [0, 1, 2])
                select new ClincRun(strategy, order, seed, buffer);
            var part = result.GetValue(split)!;
            var data = Clinc150.Read(result.GetValue(dataSets)!.FullName);
            var results = new EvalContinualRuns(data, part).Run([.. runs], cancellationToken);
            if (result.GetValue(json) is { } file)
                EvalContinualJson.Write(file.FullName, part, results);
            if (part == "test")
                EvalContinualResults.Keep(data, results);
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

    private static IReadOnlyCollection<int> Buffers(string strategy, int[]? given) => StrategyCatalog.Find(strategy).Keeps switch
    {
        Keeps.Samples => Given(given, [DefaultBuffer]),
        Keeps.Nothing => [0],
        _ => [int.MaxValue],
    };
}
