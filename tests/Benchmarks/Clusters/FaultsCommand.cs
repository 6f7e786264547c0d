using System.CommandLine;
using System.Diagnostics;
using Samantha.LoadGenerator;
using Samantha.Training.Evaluation;
using Spectre.Console;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// Users talk to a cluster while something is done to a part of it every ten seconds; then every turn is audited, on every
/// silo.
/// </summary>
internal static class FaultsCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10), Bar = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var load = new ClusterLoad(seconds: 300);
        var command = new Command("faults", "kill -9, stops, network cuts and database restarts under load: what is lost, doubled, forked or failed, and how long users wait");
        load.AddTo(command);
        command.SetAction((parse, cancellation) => RunAsync(load.Read(parse), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ClusterLoad.Choice choice, CancellationToken cancellation)
    {
        await using var cluster = await BenchCluster.StartAsync("faults", choice.Silos, new Dictionary<string, string>(), _ => Task.CompletedTask, cancellation);
        var faults = new FaultInjector(cluster, new Random(choice.Seed), AnsiConsole.Console);
        using var run = choice.NewRun(cluster);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(choice.Duration);
        var machine = new MachineLoad();
        var injecting = faults.RunAsync(Every, enough.Token);
        var elapsed = await run.TalkAsync(cancellation);
        var busy = machine.Busy;
        await injecting;
        cancellation.ThrowIfCancellationRequested();

        await cluster.WaitReadyAsync(cancellation);
        var report = await run.AuditAsync(elapsed, cancellation);
        Console.WriteLine("  asking every silo for every conversation");
        var forked = await SiloAgreement.CountForkedAsync(cluster, run.Users.Select(user => user.Conversation.User), cancellation);
        var kills = faults.Done.Where(fault => fault.Kind == FaultKind.Kill)
            .ToDictionary(kill => kill, kill => Recovery.After(run.Users.Select(user => user.Waits), kill.At, Every, choice.Silos));
        return Report(choice, faults, report, forked, kills, busy);
    }

    private static int Report(
        ClusterLoad.Choice choice, FaultInjector faults, LoadReport report, int forked, Dictionary<Fault, IReadOnlyList<double>> kills, double busy)
    {
        var again = Percentiles.Of(kills.Values.SelectMany(waited => waited));
        int Count(FaultKind kind) => faults.Done.Count(fault => fault.Kind == kind);
        ResultsTable.Append(Path.Combine(Checkout.Results, "faults.md"), "Faults under load, on PostgreSQL",
            ("silos", $"{choice.Silos}"), ("users", $"{choice.Users}"), ("seconds", $"{report.Seconds:0}"),
            ("kills", $"{Count(FaultKind.Kill)}"), ("stops of 15 s", $"{Count(FaultKind.Pause)}"),
            ("cuts of 10 s", faults.Kinds.Contains(FaultKind.Cut) ? $"{Count(FaultKind.Cut)}" : "none: not root"), ("database restarts", $"{Count(FaultKind.Database)}"),
            ("turns", $"{report.Turns}"), ("lost", $"{report.Lost}"), ("duplicated", $"{report.Duplicated}"), ("reordered or changed", $"{report.Reordered + report.Changed}"),
            ("wrong version", $"{report.WrongVersion}"), ("never sent", $"{report.Unknown}"), ("forked", $"{forked}"), ("failed after retries", $"{report.Failed}"), ("sent again", $"{report.Retries}"),
            ("a killed silo's users answered again, p50", Seconds(again.P50)), ("p99", Seconds(again.P99)), ("longest", Seconds(again.Max)),
            ("turn p50", $"{report.TurnMilliseconds.P50:0} ms"), ("machine busy", $"{busy:P0}"), ("seed", $"{choice.Seed}"));
        RawFigures.Write("faults", new
        {
            load = report,
            forked,
            machineBusy = busy,
            faults = faults.Done.Select(fault => new { fault.Kind, fault.Part, fault.Second, waitedMilliseconds = kills.GetValueOrDefault(fault) }),
        });
        return report.IsClean && forked == 0 && again.P99 < Bar.TotalMilliseconds ? 0 : 1;
    }

    private static string Seconds(double milliseconds) => $"{milliseconds / 1000:0.0} s";
}
