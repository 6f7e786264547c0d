using System.CommandLine;
using Samantha.Silo.Tests.Servers;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.SplitBrain;

/// <summary>
/// A silo that cannot reach the database while others can: by how much it stops answering before its lease ends, and
/// before another answers for its grains; many times, with the database gone with and without a word.
/// </summary>
internal static class SplitBrainCommand
{
    public static Command Create()
    {
        var times = new Option<int>("--times") { DefaultValueFactory = _ => 20, Description = "How often a silo is cut off" };
        var lease = new Option<double>("--lease") { DefaultValueFactory = _ => 3, Description = "Seconds that a lease lasts" };
        var command = new Command("splitbrain", "A silo cut off from the database: how long before its lease ends it answers no more") { times, lease };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(times), TimeSpan.FromSeconds(parse.GetValue(lease)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int times, TimeSpan lease, CancellationToken cancellation)
    {
        await using var database = new PostgresProcess(["fsync=off", "max_connections=300"]);
        await database.Start();
        var random = new Random(1);
        var measured = new List<(string How, double BeforeLease, double BeforeOther)>();
        for (var time = 0; time < times; time++)
        {
            var how = time % 2 == 0 ? Cut.Reset : Cut.Silence;
            await using var cluster = new SplitCluster(database, $"split-{time}", lease);
            await cluster.StartAsync(cancellation);
            var (beforeLease, beforeOther) = await cluster.CutAsync(how, lease * random.NextDouble(), cancellation);
            measured.Add(($"{how}", beforeLease.TotalMilliseconds, beforeOther.TotalMilliseconds));
            Console.WriteLine($"  {time + 1} of {times}, {how}: last answer {beforeLease.TotalMilliseconds:0} ms before the lease ended, {beforeOther.TotalMilliseconds:0} ms before another's first");
        }

        var leases = measured.Select(run => run.BeforeLease).Order().ToList();
        var others = measured.Select(run => run.BeforeOther).Order().ToList();
        ResultsTable.Append(Path.Combine(Checkout.Results, "splitbrain.md"), "A silo cut off from the database while others are not",
            ("times", $"{times}"), ("lease", $"{lease.TotalSeconds:0.0} s"),
            ("last answer before the lease ended, least", $"{leases[0]:0} ms"), ("median", $"{leases[leases.Count / 2]:0} ms"),
            ("before another's first answer, least", $"{others[0]:0} ms"), ("median of those", $"{others[others.Count / 2]:0} ms"),
            ("answered beyond its lease", $"{leases.Count(margin => margin <= 0)}"), ("two answered for one grain", $"{others.Count(gap => gap <= 0)}"));
        RawFigures.Write("splitbrain", new { leaseSeconds = lease.TotalSeconds, runs = measured.Select(run => new { run.How, beforeLeaseMilliseconds = run.BeforeLease, beforeOtherMilliseconds = run.BeforeOther }) });
        return leases[0] > 0 && others[0] > 0 ? 0 : 1;
    }
}
