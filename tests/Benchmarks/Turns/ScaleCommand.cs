using System.CommandLine;
using System.Diagnostics;
using Samantha.Grains.Conversations;
using Samantha.Modeling.Emotions;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Turns;

/// <summary>
/// Services with a thousand, ten thousand … registered users, side by side in one process: what a turn costs in each, in
/// rounds that take turns so that all meet the same machine; then many users active in the largest.
/// </summary>
internal static class ScaleCommand
{
    private const int Fewest = 1_000;
    private const double Flat = 1.1;

    public static Command Create()
    {
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 1_000_000, Description = "Registered users of the largest service; the others have a tenth each, down to a thousand" };
        var active = new Option<int>("--active") { DefaultValueFactory = _ => 100_000, Description = "Users activated at once in the largest" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9, Description = "How often each service is measured" };
        var turns = new Option<int>("--turns") { DefaultValueFactory = _ => 300, Description = "Turns of active users in a round; a quarter as many of users who come back" };
        var command = new Command("scale", "Cost of a turn from 1,000 to 1,000,000 registered users; memory and time of 100,000 active ones") { users, active, rounds, turns };
        command.SetAction((parse, cancellation) => RunAsync(
            parse.GetValue(users), parse.GetValue(active), parse.GetValue(rounds), parse.GetValue(turns), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int users, int active, int rounds, int turns, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("scale");
        var appraiser = new RememberedAppraiser(new ClassifierAppraiser(EmotionClassifier.Load(Path.Combine(Checkout.Root, "models", "samantha-base", "emotions"))));
        var services = new List<CrowdedService>();
        try
        {
            var watch = Stopwatch.StartNew();
            foreach (var size in Sizes(users))
            {
                services.Add(await CrowdedService.StartAsync(Path.Combine(scratch.Folder, $"{size}"), size, appraiser, cancellation));
                Console.WriteLine($"  a service with {size:n0} registered users after {watch.Elapsed.TotalSeconds:0} s");
            }

            for (var round = 0; round <= rounds; round++)
            {
                // The first warms up. Each begins with another, so that none always follows the same.
                foreach (var service in services.Skip(round % services.Count).Concat(services.Take(round % services.Count)))
                    await service.MeasureAsync(turns, keep: round > 0, cancellation);
                if (round > 0)
                    Console.WriteLine($"  round {round} of {rounds}: {string.Join(", ", services.Select(service => $"{service.Users:n0}: {service.Warm[^1]:0.00}/{service.Cold[^1]:0.00} ms"))}");
            }

            var (time, managed, resident) = await services[^1].ActivateAsync(Math.Min(active, users), cancellation);
            return Report(services, Math.Min(active, users), time, managed, resident);
        }
        finally
        {
            foreach (var service in services)
                await service.DisposeAsync();
        }
    }

    private static int Report(List<CrowdedService> services, int active, TimeSpan time, long managed, long resident)
    {
        var warm = Spread(services, service => service.Warm);
        var cold = Spread(services, service => service.Cold);
        ResultsTable.Append(Path.Combine(Checkout.Results, "scale.md"), "Registered and active users of one silo, SQLite, the model a script",
            [.. services.Select(service => ($"turn, {service.Users:n0} users", $"{Median(service.Warm):0.00} ms")),
                ("dearest to cheapest", $"{warm:0.00}"),
                .. services.Select(service => ($"with activation, {service.Users:n0}", $"{Median(service.Cold):0.00} ms")),
                ("dearest to cheapest, with activation", $"{cold:0.00}"),
                ("active", $"{active:n0}"), ("activated in", $"{time.TotalSeconds:0.0} s"),
                ("memory of those, managed", $"{managed / 1e6:n0} MB"), ("resident", $"{resident / 1e6:n0} MB"), ("bytes each", $"{managed / active:n0}")]);
        RawFigures.Write("scale", new
        {
            services = services.Select(service => new { service.Users, service.Warm, service.Cold }),
            active,
            activatedInSeconds = time.TotalSeconds,
            managedBytes = managed,
            residentBytes = resident,
        });
        return warm < Flat ? 0 : 1;
    }

    // Of every round the ratio to that round's mean, so that what the machine did meanwhile cancels out.
    private static double Spread(List<CrowdedService> services, Func<CrowdedService, IReadOnlyList<double>> costs)
    {
        var means = Enumerable.Range(0, costs(services[0]).Count).Select(round => services.Average(service => costs(service)[round])).ToList();
        var ratios = services.Select(service => Median([.. costs(service).Select((cost, round) => cost / means[round])])).ToList();
        return ratios.Max() / ratios.Min();
    }

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private static IEnumerable<int> Sizes(int largest)
    {
        var size = Fewest;
        for (; size < largest; size *= 10)
            yield return size;
        yield return largest;
    }
}
