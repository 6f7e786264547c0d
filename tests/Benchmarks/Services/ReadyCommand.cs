using System.CommandLine;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>How long a start takes, on empty data and again on the same.</summary>
internal static class ReadyCommand
{
    public static Command Create()
    {
        var command = new Command("ready", "How long a first and a second start take until the service is ready");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("ready");
        var times = new List<TimeSpan>();
        for (var start = 0; start < 4; start++)
        {
            await using var silo = new SiloProcess(scratch.Folder);
            times.Add(await silo.StartAsync(cancellation));
        }

        var again = times.Skip(1).Max();
        ResultsTable.Append(Path.Combine(Checkout.Results, "ready.md"), "Seconds until ready",
            ("first start", $"{times[0].TotalSeconds:0.00}"), ("longest of three more", $"{again.TotalSeconds:0.00}"));
        return again < TimeSpan.FromSeconds(5) ? 0 : 1;
    }
}
