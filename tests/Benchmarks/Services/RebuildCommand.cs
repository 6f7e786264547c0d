using System.CommandLine;
using System.Diagnostics;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>A service makes versions; the last is made again from the base twice, with all between: once straight on, once with kill -9 in between.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var versions = new Option<int>("--versions") { DefaultValueFactory = _ => 10, Description = "How many versions there are" };
        var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 3, Description = "How often the second rebuild is killed" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides when each kill comes" };
        var command = new Command("rebuild", "Versions made again from the base and the log, also after kill -9: are the bytes the same") { versions, kills, seed };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(versions), parse.GetValue(kills), new Random(parse.GetValue(seed)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int versions, int kills, Random random, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("rebuild");
        var data = Path.Combine(scratch.Folder, "data");
        var (last, weights) = await MakeAsync(data, versions, cancellation);
        var watch = Stopwatch.StartNew();
        await RebuildAsync(last, data, Path.Combine(scratch.Folder, "straight"), null, cancellation);
        var straight = watch.Elapsed;
        watch.Restart();
        for (var kill = 0; kill < kills; kill++)
            await RebuildAsync(last, data, Path.Combine(scratch.Folder, "killed"), straight * (random.NextDouble() / (kills + 1)), cancellation);
        await RebuildAsync(last, data, Path.Combine(scratch.Folder, "killed"), null, cancellation);

        string[] digests = [ModelFolder.WeightsDigest(Path.Combine(scratch.Folder, "straight")), ModelFolder.WeightsDigest(Path.Combine(scratch.Folder, "killed"))];
        var same = digests.All(digest => digest == weights);
        ResultsTable.Append(Path.Combine(Checkout.Results, "rebuild.md"), "Versions made again",
            ("versions", $"{versions}"), ("same bytes", same ? "yes" : "no"), ("weights", weights[..12]), ("seconds straight on", $"{straight.TotalSeconds:0.0}"),
            ("kills", $"{kills}"), ("seconds with kills", $"{watch.Elapsed.TotalSeconds:0.0}"), ("seconds a version", $"{straight.TotalSeconds / versions:0.0}"));
        return same ? 0 : 1;
    }

    private static async Task<(string Version, string Weights)> MakeAsync(string data, int versions, CancellationToken cancellation)
    {
        await using var silo = new SiloProcess(data) { Settings = TaughtLine.Settings };
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        var last = "";
        for (var session = 0; session < versions; session++)
        {
            last = await TaughtLine.LearnAsync(service, session, ["north", "south"], cancellation);
            Console.WriteLine($"  {last}");
        }

        return (last, await TaughtLine.WeightsAsync(service, cancellation));
    }

    // kill -9 after a while, if one is given: nothing in the process gets a chance to save anything.
    private static async Task RebuildAsync(string version, string data, string to, TimeSpan? lives, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.SiloAssembly, "rebuild", version, "--data", data, "--from-base", "--to", to]);
        start.Environment["SAMANTHA_ROOT"] = Checkout.Root;
        using var process = Process.Start(start)!;
        try
        {
            if (lives is { } life)
                await Task.WhenAny(process.WaitForExitAsync(cancellation), Task.Delay(life, cancellation));
            else
                await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
        if (lives is null && process.ExitCode != 0)
            throw new InvalidOperationException($"The rebuild ended with {process.ExitCode}.");
    }
}
