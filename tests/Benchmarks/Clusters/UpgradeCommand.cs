using System.CommandLine;
using System.Diagnostics;
using Samantha.Client;
using Samantha.Contracts.Models;
using Samantha.LoadGenerator;
using Samantha.Training.Evaluation;
using Spectre.Console;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// Under load every silo is replaced, one after the other, while a new version of the model is rolled out. Counts what
/// failed and what was cut: a reply that broke off counts, also when the client's repetition succeeded.
/// </summary>
internal static class UpgradeCommand
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15), Between = TimeSpan.FromSeconds(3), Limit = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var load = new ClusterLoad(seconds: 120);
        var command = new Command("upgrade", "All silos replaced one by one, and a model rollout at the same time, under load: what fails and what is cut");
        load.AddTo(command);
        command.SetAction((parse, cancellation) => RunAsync(load.Read(parse), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ClusterLoad.Choice choice, CancellationToken cancellation)
    {
        var version = "";
        await using var cluster = await BenchCluster.StartAsync(
            "upgrade", choice.Silos, new Dictionary<string, string>(), async store => version = await CandidateModels.AddSimilarAsync(store, 1), cancellation);
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = cluster.Addresses[0], OtherAddresses = [.. cluster.Addresses.Skip(1)], ApiKey = cluster.ApiKey });
        // They talk until all is done, however long that takes, and at least as long as was said.
        using var run = (choice with { Duration = choice.Duration + Limit }).NewRun(cluster);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var machine = new MachineLoad();
        var talking = run.TalkAsync(cancellation, enough.Token);
        var least = Task.Delay(choice.Duration, cancellation);
        await Task.Delay(Before, cancellation);
        var rollout = RolloutWatch.RunAsync(client, version, Limit, cancellation);
        var replaced = await ReplaceAsync(cluster, cancellation);
        var (status, began, ended) = await rollout;
        AnsiConsole.Console.WriteLine($"  {version}: {status.Stage} after {Stopwatch.GetElapsedTime(began, ended).TotalSeconds:0} s {status.Reason}");
        await least;
        await enough.CancelAsync();
        var elapsed = await talking;
        var busy = machine.Busy;
        var report = await run.AuditAsync(elapsed, cancellation);
        var serving = (await client.Models.ListAsync(cancellation)).Serving;
        return Report(choice, report, status, replaced, Stopwatch.GetElapsedTime(began, ended), serving == version, busy);
    }

    private static async Task<List<TimeSpan>> ReplaceAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        var times = new List<TimeSpan>();
        foreach (var silo in cluster.Silos)
        {
            var watch = Stopwatch.StartNew();
            var starts = silo.Starts;
            silo.Signal("TERM");
            await silo.WaitReadyAsync(Limit, cancellation, starts + 1);
            times.Add(watch.Elapsed);
            AnsiConsole.Console.WriteLine($"  {silo.Name} replaced in {watch.Elapsed.TotalSeconds:0.0} s; the old one ended with {silo.LastExit}");
            await Task.Delay(Between, cancellation);
        }

        return times;
    }

    private static int Report(
        ClusterLoad.Choice choice, LoadReport report, RolloutStatus status, List<TimeSpan> replaced, TimeSpan rollout, bool serves, double busy)
    {
        ResultsTable.Append(Path.Combine(Checkout.Results, "upgrade.md"), "Rolling upgrade under load, on PostgreSQL",
            ("silos replaced", $"{replaced.Count}/{choice.Silos}"), ("longest replacement", $"{replaced.Max().TotalSeconds:0.0} s"),
            ("rollout", $"{status.Stage}"), ("took", $"{rollout.TotalSeconds:0} s"), ("new version serves", serves ? "yes" : "no"),
            ("users", $"{choice.Users}"), ("seconds", $"{report.Seconds:0}"), ("turns", $"{report.Turns}"), ("of the new version", $"{report.Versions.GetValueOrDefault(status.Version ?? "")}"),
            ("failed", $"{report.Failed}"), ("cut streams", $"{report.Cut}"), ("sent again before they began", $"{report.Retries - report.Cut}"),
            ("lost", $"{report.Lost}"), ("duplicated", $"{report.Duplicated}"), ("reordered, changed or of two versions", $"{report.Reordered + report.Changed + report.WrongVersion}"),
            ("turn p50", $"{report.TurnMilliseconds.P50:0} ms"), ("turn p99", $"{report.TurnMilliseconds.P99:0} ms"), ("machine busy", $"{busy:P0}"), ("seed", $"{choice.Seed}"));
        RawFigures.Write("upgrade", new { load = report, rollout = status, replacedInSeconds = replaced.Select(time => time.TotalSeconds), machineBusy = busy });
        return report.IsClean && report.Cut == 0 && serves ? 0 : 1;
    }
}
