using System.CommandLine;
using System.Diagnostics;
using Samantha.Client;
using Samantha.Contracts.Models;
using Samantha.LoadGenerator;
using Samantha.Training.Evaluation;
using Spectre.Console;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// Versions that passed the gate and are bad all the same, each rolled out under load: one that is slow, one that errs,
/// one that users rate down. Each is to be taken back from the canary without a hand.
/// </summary>
internal static class BadVersionCommand
{
    private const double MostTurns = 0.1;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(20), After = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var load = new ClusterLoad(seconds: 300);
        var command = new Command("badversion", "A version that is slow, erring or badly rated: how soon it is taken back, and how many turns it served");
        load.AddTo(command);
        var bad = new Option<string?>("--bad") { Description = "Only one of them: slow, erring or disliked" };
        command.Add(bad);
        command.SetAction((parse, cancellation) => RunAsync(load.Read(parse), parse.GetValue(bad), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ClusterLoad.Choice choice, string? only, CancellationToken cancellation)
    {
        var versions = new List<(string Bad, string Version)>();
        // Ratings would teach, and what is learned be rolled out beside.
        var settings = new Dictionary<string, string> { ["Learning__Enabled"] = "false" };
        await using var cluster = await BenchCluster.StartAsync("badversion", choice.Silos, settings, async store =>
        {
            versions.Add(("slow", await CandidateModels.AddSlowAsync(store, 1)));
            versions.Add(("erring", await CandidateModels.AddErringAsync(store, 2)));
            versions.Add(("disliked", await CandidateModels.AddSimilarAsync(store, 3)));
        }, cancellation);
        var clean = true;
        foreach (var (bad, version) in versions.Where(candidate => only is null || candidate.Bad == only))
            clean &= await RunAsync(choice, cluster, bad, version, cancellation);
        return clean ? 0 : 1;
    }

    private static async Task<bool> RunAsync(ClusterLoad.Choice choice, BenchCluster cluster, string bad, string version, CancellationToken cancellation)
    {
        Console.WriteLine($"  {bad}: {version}");
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = cluster.Addresses[0], OtherAddresses = [.. cluster.Addresses.Skip(1)], ApiKey = cluster.ApiKey });
        using var run = choice.NewRun(cluster, bad == "disliked" ? new Tastes(version).Rate : null);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var machine = new MachineLoad();
        var talking = run.TalkAsync(cancellation, enough.Token);
        await Task.Delay(Before, cancellation);
        var (status, began, ended) = await RolloutWatch.RunAsync(client, version, choice.Duration - Before - After, cancellation);
        AnsiConsole.Console.WriteLine($"  {status.Stage} after {Stopwatch.GetElapsedTime(began, ended).TotalSeconds:0.0} s: {status.Reason}");
        await Task.Delay(After, cancellation);
        await enough.CancelAsync();
        var elapsed = await talking;
        var report = await run.AuditAsync(elapsed, cancellation);
        await RolloutWatch.TakeBackAsync(client, status, choice.Duration, cancellation);
        return Report(choice, run, report, bad, status, began, ended, machine.Busy);
    }

    private static bool Report(
        ClusterLoad.Choice choice, LoadRun run, LoadReport report, string bad, RolloutStatus status, long began, long ended, double busy)
    {
        // Turns that ended while the version was out, and those that it had begun and ended later.
        var turns = run.Users.SelectMany(user => user.Confirmed.Zip(user.Waits)).ToList();
        var served = turns.Count(turn => turn.First.Model == status.Version);
        var meanwhile = turns.Count(turn => turn.First.Model == status.Version || (turn.Second.Ended >= began && turn.Second.Ended <= ended));
        var share = served / (double)Math.Max(1, meanwhile);
        ResultsTable.Append(Path.Combine(Checkout.Results, "badversion.md"), "Bad versions taken back under load",
            ("bad", bad), ("ended as", $"{status.Stage}"), ("in wave", $"{status.Wave}"), ("after", $"{Stopwatch.GetElapsedTime(began, ended).TotalSeconds:0.0} s"),
            ("turns meanwhile", $"{meanwhile}"), ("served by it", $"{served}"), ("share", $"{share:P1}"), ("reason", status.Reason ?? ""),
            ("users", $"{choice.Users}"), ("failed", $"{report.Failed}"), ("cut", $"{report.Cut}"), ("sent again", $"{report.Retries}"), ("machine busy", $"{busy:P0}"), ("seed", $"{choice.Seed}"));
        RawFigures.Write($"badversion-{bad}", new { load = report, rollout = status, meanwhile, served, share, seconds = Stopwatch.GetElapsedTime(began, ended).TotalSeconds, machineBusy = busy });
        return status.Stage == RolloutStage.RolledBack && share < MostTurns && report.Lost + report.Duplicated + report.Failed == 0;
    }

    /// <summary>Users who rate every reply: those of one version all down, of others four in five up.</summary>
    private sealed class Tastes(string disliked)
    {
        private int _others;

        public int? Rate(string version) => version == disliked || Interlocked.Increment(ref _others) % 5 == 0 ? -1 : 1;
    }
}
