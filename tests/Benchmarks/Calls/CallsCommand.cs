using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Calls;

/// <summary>A grain that does nothing, so that what is measured is the call.</summary>
public interface IEchoGrain : IGrainWithIntegerKey
{
    ValueTask<int> Echo(int value);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public ValueTask<int> Echo(int value) => ValueTask.FromResult(value);
}

/// <summary>Hosted grain calls: how many a second with many callers, how long one takes, what an activation weighs.</summary>
internal static class CallsCommand
{
    private const int Activations = 100_000;

    public static Command Create()
    {
        var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 100, Description = "How many callers at once, each to a grain of its own" };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 10, Description = "How long to call" };
        var command = new Command("calls", "Hosted grain calls per second, their latency, and bytes per activation") { callers, seconds };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(callers), parse.GetValue(seconds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int callers, double seconds, CancellationToken cancellation)
    {
        using var host = new HostBuilder()
            .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .UseOrleans(silo => silo.UseLocalhostClustering())
            .Build();
        await host.StartAsync(cancellation);
        var grains = host.Services.GetRequiredService<IGrainFactory>();

        await MeasureAsync(grains, callers, seconds / 4, cancellation);
        var (calls, median, p99, least) = await MeasureAsync(grains, callers, seconds, cancellation);
        var (_, alone, _, _) = await MeasureAsync(grains, 1, seconds / 4, cancellation);
        var bytes = await BytesPerActivationAsync(grains);
        await host.StopAsync(cancellation);

        ResultsTable.Append(Path.Combine(Checkout.Results, "calls.md"), "Hosted grain calls",
            ("callers", $"{callers}"), ("calls/s", $"{calls:n0}"), ("p50", $"{median:0.0} µs"), ("p99", $"{p99:0.0} µs"),
            ("least caller's share of the mean", $"{least:0.00}"), ("p50, one caller", $"{alone:0.0} µs"), ("bytes per activation", $"{bytes:n0}"));
        return 0;
    }

    private static async Task<(double CallsPerSecond, double Median, double P99, double LeastShare)> MeasureAsync(
        IGrainFactory grains, int callers, double seconds, CancellationToken cancellation)
    {
        const int Sampled = 64; // every 64th call is timed: a timestamp each would weigh on the rate
        var watch = Stopwatch.StartNew();
        var tasks = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var grain = grains.GetGrain<IEchoGrain>(caller);
            var latencies = new List<double>();
            long calls = 0;
            for (; watch.Elapsed.TotalSeconds < seconds && !cancellation.IsCancellationRequested; calls++)
            {
                if (calls % Sampled != 0)
                {
                    await grain.Echo(1);
                    continue;
                }

                var began = Stopwatch.GetTimestamp();
                await grain.Echo(1);
                latencies.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }

            return (calls, latencies);
        }, cancellation)).ToList();
        var results = await Task.WhenAll(tasks);
        var elapsed = watch.Elapsed.TotalSeconds;
        var sorted = results.SelectMany(result => result.latencies).Order().ToList();
        var least = results.Min(result => result.calls) / results.Average(result => (double)result.calls);
        return (results.Sum(result => result.calls) / elapsed, sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)], least);
    }

    private static async Task<long> BytesPerActivationAsync(IGrainFactory grains)
    {
        // The callers' references are not kept: what remains is the activation.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Activations; i++)
            await grains.GetGrain<IEchoGrain>(1_000_000 + i).Echo(1);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / Activations;
    }
}
