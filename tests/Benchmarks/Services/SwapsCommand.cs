using System.CommandLine;
using System.Diagnostics;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// Users stream without pause while the service learns and swaps versions again and again. Counts what failed or was
/// cut, and compares the longest wait between two tokens around the swaps with the longest elsewhere in the same run.
/// </summary>
internal static class SwapsCommand
{
    private static readonly string[] Openings =
    [
        "I would like to find a place to eat.", "Can you find me a hotel in the city?", "Tell me about the weather tomorrow.",
        "I need a bus to the coast.", "Play some music for me.", "What films are on tonight?", "Book a table for two please.", "How are you today?",
    ];

    public static Command Create()
    {
        var swaps = new Option<int>("--swaps") { DefaultValueFactory = _ => 10, Description = "How many versions to learn and serve" };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 8, Description = "How many users stream at once" };
        var command = new Command("swaps", "Streams without pause through version swaps: failures, cuts and the longest waits") { swaps, users };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(swaps), parse.GetValue(users), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int swaps, int users, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("swaps");
        await using var silo = new SiloProcess(scratch.Folder);
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        var gaps = new TokenGaps();
        var windows = new List<(long From, long To)>();
        int replies = 0, failures = 0, mixed = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        var streams = Enumerable.Range(0, users).Select(user => Task.Run(async () =>
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn++)
            {
                try
                {
                    long last = 0;
                    Reply? reply = null;
                    await foreach (var message in service.StreamAsync($"user{user}-{turn / 8}", Openings[(user + turn) % Openings.Length], cancellation, temperature: 0.8))
                    {
                        var now = Stopwatch.GetTimestamp();
                        if (message.Token is not null && last != 0)
                            gaps.Add(last, now);
                        last = now;
                        reply = message.Completed ?? reply;
                    }

                    Interlocked.Increment(ref replies);
                    if (reply is null)
                        Interlocked.Increment(ref failures);
                    else if (!reply.Model.StartsWith('v'))
                        Interlocked.Increment(ref mixed);
                }
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
                {
                    Interlocked.Increment(ref failures);
                    Console.WriteLine($"  failed: {failure.Message}");
                }
            }
        }, CancellationToken.None)).ToList();

        var watch = Stopwatch.StartNew();
        var version = await service.ServingAsync(cancellation);
        var done = 0;
        for (var i = 0; i < swaps && !cancellation.IsCancellationRequested; i++)
        {
            var lesson = Lessons.All[i % Lessons.All.Count];
            var turn = await service.SayAsync($"teacher{i}", lesson.Question, cancellation);
            await service.CorrectAsync($"teacher{i}", turn.TurnId, lesson.Answer, cancellation);
            var window = await WaitForSwapAsync(service, version, cancellation);
            if (window is not { } swap)
            {
                Console.WriteLine($"  swap {i + 1}: no new version within 3 minutes ({await ReasonAsync(service, cancellation)})");
                continue;
            }

            windows.Add((swap.From, swap.To));
            version = swap.Version;
            done++;
            Console.WriteLine($"  swap {i + 1}: {version} at {watch.Elapsed.TotalSeconds:0} s, {replies} replies, {failures} failures");
        }

        await stop.CancelAsync();
        await Task.WhenAll(streams);
        var during = gaps.Longest(windows, inside: true);
        var elsewhere = gaps.Longest(windows, inside: false);
        ResultsTable.Append(Path.Combine(Checkout.Results, "swaps.md"), "Serving through swaps",
            ("swaps", $"{done}/{swaps}"), ("users", $"{users}"), ("replies", $"{replies}"), ("failed or cut", $"{failures}"), ("replies of two versions", $"{mixed}"),
            ("median wait", $"{gaps.Quantile(0.5).TotalMilliseconds:0.0} ms"), ("p99 wait", $"{gaps.Quantile(0.99).TotalMilliseconds:0.0} ms"),
            ("longest wait, no swap", $"{elsewhere.TotalMilliseconds:0} ms"), ("longest wait, swap", $"{during.TotalMilliseconds:0} ms"),
            ("ratio", $"{during / elsewhere:0.00}"));
        return done == swaps && failures == 0 && mixed == 0 && during < 2 * elsewhere ? 0 : 1;
    }

    /// <summary>Watches the trainer until another version serves; the window spans its storing, loading and the swap itself.</summary>
    private static async Task<(long From, long To, string Version)?> WaitForSwapAsync(ServiceClient service, string version, CancellationToken cancellation)
    {
        long from = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(3);)
        {
            var phase = (await service.GetAsync("api/training", cancellation)).GetProperty("phase").GetString();
            var moment = Stopwatch.GetTimestamp();
            if (phase is "publishing" or "rollingOut")
                from = from == 0 ? moment : from;
            else if (phase is "training")
                from = 0;
            var serving = await service.ServingAsync(cancellation);
            if (serving != version)
            {
                var settled = TimeSpan.FromSeconds(1);
                await Task.Delay(settled, cancellation);
                return (from == 0 ? moment : from, Stopwatch.GetTimestamp(), serving);
            }

            await Task.Delay(100, cancellation);
        }

        return null;
    }

    private static async Task<string> ReasonAsync(ServiceClient service, CancellationToken cancellation)
    {
        var session = (await service.GetAsync("api/training", cancellation)).GetProperty("session");
        return session.ValueKind == System.Text.Json.JsonValueKind.Object ? $"{session.GetProperty("outcome")}: {session.GetProperty("reason")}" : "no session";
    }
}
