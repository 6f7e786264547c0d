using System.CommandLine;
using System.Diagnostics;
using Samantha.Grains.Conversations;
using Samantha.LoadGenerator;
using Samantha.Modeling.Emotions;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Turns;

/// <summary>
/// What a turn takes beyond the models: HTTP over loopback, the grain, its events, the log on the disk. The engine is a
/// script that replies at once and the appraisals are remembered, so the whole turn is overhead, the caller's own
/// part included. The appraisal itself is timed apart.
/// </summary>
internal static class OverheadCommand
{
    private const double Bar = 1.5;

    public static Command Create()
    {
        var turns = new Option<int>("--turns") { DefaultValueFactory = _ => 2_000, Description = "How many turns are timed, after as many to warm up" };
        var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 50, Description = "How many users talk at once in the second measurement" };
        var command = new Command("overhead", "What a turn takes beyond the model (HTTP, grain, storage, log) on SQLite") { turns, callers };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(turns), parse.GetValue(callers), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int turns, int callers, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("overhead");
        var classifier = new ClassifierAppraiser(EmotionClassifier.Load(Path.Combine(Checkout.Root, "models", "samantha-base", "emotions")));
        await using var service = await ScriptedService.StartAsync(scratch.Folder, new RememberedAppraiser(classifier), cancellation);
        using var caller = new TurnCaller(service.Address);

        Console.WriteLine("  warming up");
        await SayAsync(caller, callers, turns, cancellation);
        var alone = Percentiles.Of(await SayAsync(caller, 1, turns, cancellation));
        Console.WriteLine($"  one user at a time: p50 {alone.P50:0.00} ms, p99 {alone.P99:0.00} ms");
        var watch = Stopwatch.StartNew();
        var together = Percentiles.Of(await SayAsync(caller, callers, turns, cancellation));
        var rate = turns / watch.Elapsed.TotalSeconds;
        var appraisal = Percentiles.Of(Enumerable.Range(0, 200).Select(i => TimeOf(() => classifier.Appraise(Sayings.All[i % Sayings.All.Count]))));

        ResultsTable.Append(Path.Combine(Checkout.Results, "overhead.md"), "A turn without the models: HTTP over loopback, grain, log on SQLite",
            ("turns", $"{turns}"), ("events a turn", $"{ScriptedEngine.Pieces + 2}"),
            ("p50, one user", $"{alone.P50:0.00} ms"), ("bar", $"{Bar:0.0} ms"), ("p99, one user", $"{alone.P99:0.00} ms"),
            ("users at once", $"{callers}"), ("p50 of those", $"{together.P50:0.0} ms"), ("p99 of those", $"{together.P99:0.0} ms"), ("turns/s", $"{rate:n0}"),
            ("p50 of an appraisal, apart", $"{appraisal.P50:0.00} ms"));
        RawFigures.Write("overhead", new { alone, together, appraisal, turnsPerSecond = rate });
        return alone.P50 < Bar ? 0 : 1;
    }

    private static async Task<List<double>> SayAsync(TurnCaller caller, int callers, int turns, CancellationToken cancellation)
    {
        var said = 0;
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(user => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Interlocked.Increment(ref said) is var number && number <= turns)
                own.Add(await caller.SayAsync($"user{user}", Sayings.All[number % Sayings.All.Count], cancellation));
            return own;
        }, cancellation)));
        return [.. times.SelectMany(own => own)];
    }

    private static double TimeOf(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
