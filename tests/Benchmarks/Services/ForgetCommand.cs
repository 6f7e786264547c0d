using System.CommandLine;
using System.Diagnostics;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// A user teaches early, late or in every session, and is forgotten; the versions are made anew. The weights served then are
/// compared, byte for byte, with those of another service in which that user never taught.
/// </summary>
internal static class ForgetCommand
{
    private static readonly string[] Others = ["north", "south"];

    public static Command Create()
    {
        var sessions = new Option<int>("--sessions") { DefaultValueFactory = _ => 5, Description = "How many sessions there are" };
        var command = new Command("forget", "Users who taught early, late and often are forgotten: are the bytes those of a history without them, and how long does it take") { sessions };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(sessions), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int sessions, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("forget");
        var wanted = await ServeAsync(Path.Combine(scratch.Folder, "never"), sessions, _ => false, TaughtLine.WeightsAsync, cancellation);
        Console.WriteLine($"never taught: {wanted}");
        var all = true;
        foreach (var (when, teaches) in new (string, Func<int, bool>)[] { ("early", i => i == 0), ("late", i => i == sessions - 1), ("often", _ => true) })
        {
            var (weights, seconds, remade) = await ServeAsync(Path.Combine(scratch.Folder, when), sessions, teaches, RebuildAsync, cancellation);
            all &= weights == wanted;
            ResultsTable.Append(Path.Combine(Checkout.Results, "forget.md"), "Forgetting a user who taught",
                ("taught", when), ("sessions", $"{sessions}"), ("versions made anew", $"{remade}"), ("bytes of a service in which they never taught", weights == wanted ? "yes" : "no"),
                ("seconds until served", $"{seconds:0.0}"), ("seconds a version", $"{seconds / Math.Max(1, remade):0.0}"));
        }

        return all ? 0 : 1;
    }

    private static async Task<T> ServeAsync<T>(
        string data, int sessions, Func<int, bool> teaches, Func<ServiceClient, CancellationToken, Task<T>> measure, CancellationToken cancellation)
    {
        await using var silo = new SiloProcess(data) { Settings = TaughtLine.Settings };
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        for (var session = 0; session < sessions; session++)
            Console.WriteLine($"  {await TaughtLine.LearnAsync(service, session, teaches(session) ? ["west", .. Others] : Others, cancellation)}");
        return await measure(service, cancellation);
    }

    private static async Task<(string Weights, double Seconds, int Remade)> RebuildAsync(ServiceClient service, CancellationToken cancellation)
    {
        await service.DeleteAsync("api/conversations/west", cancellation);
        var watch = Stopwatch.StartNew();
        await service.PostAsync("api/models/forget", new { }, cancellation);
        while (true)
        {
            await Task.Delay(100, cancellation);
            var rebuild = await service.GetAsync("api/models/forget", cancellation);
            switch (rebuild.GetProperty("stage").GetString())
            {
                case "done":
                    return (await TaughtLine.WeightsAsync(service, cancellation), watch.Elapsed.TotalSeconds, rebuild.GetProperty("remade").GetInt32());
                case "failed":
                    throw new InvalidOperationException(rebuild.GetProperty("reason").GetString());
            }
        }
    }
}
