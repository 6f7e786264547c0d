using System.Diagnostics;
using System.Text.Json;

namespace Samantha.Benchmarks.Services;

/// <summary>Follows what all workers serve, and what the service is at while corrections wait.</summary>
internal sealed class CorrectionWatch(ServiceClient service, Stopwatch clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, double> waiting = new(StringComparer.Ordinal);

    /// <summary>The version that all workers serve; null before the first look.</summary>
    public string? Serving { get; private set; }

    /// <summary>Versions that came to be served.</summary>
    public int Versions { get; private set; }

    /// <summary>Seconds during which at least one correction waited, by what the service was at.</summary>
    public IReadOnlyDictionary<string, double> Waiting => waiting;

    /// <summary>Looks until all is over.</summary>
    /// <param name="stream">The corrections.</param>
    /// <param name="isOver">Asked after each look.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task RunAsync(IReadOnlyList<Correction> stream, Func<bool> isOver, CancellationToken cancellation)
    {
        var last = clock.Elapsed;
        while (!isOver())
        {
            var cluster = await service.GetAsync("api/cluster", cancellation);
            var training = (await service.GetAsync("api/training", cancellation)).GetProperty("phase").GetString()!;
            var stage = cluster.GetProperty("rollout").GetProperty("stage").GetString()!;
            var (now, open) = (clock.Elapsed, stream.Where(correction => correction.Taught is not null && correction.Served is null).ToList());
            if (open.Count > 0)
            {
                var at = IsMoving(stage) ? stage : training;
                waiting[at] = waiting.GetValueOrDefault(at) + (now - last).TotalSeconds;
            }

            last = now;
            if (Everywhere(cluster, stage) is { } version)
                await SeenAsync(version, stream, open, now, cancellation);
            await Task.Delay(Glance, cancellation);
        }
    }

    private async Task SeenAsync(string version, IReadOnlyList<Correction> stream, List<Correction> open, TimeSpan now, CancellationToken cancellation)
    {
        if (version == Serving)
            return;
        Versions += Serving is null ? 0 : 1;
        Serving = version;
        // By its id: another may be on trial by now.
        foreach (var correction in open)
        {
            var reply = await service.SayAsync($"asker-{Guid.NewGuid():n}", correction.Lesson.Question, cancellation, model: version);
            if (correction.Lesson.IsIn(reply.Text))
                (correction.Served, correction.Version) = (now, version);
        }

        Console.WriteLine($"  {now.TotalSeconds,6:0} s  {version}: {stream.Count(correction => correction.Served is not null)} of {stream.Count(correction => correction.Taught is not null)} corrections served");
    }

    /// <summary>The version that all workers serve, or null while they differ.</summary>
    private static string? Everywhere(JsonElement cluster, string stage)
    {
        var versions = cluster.GetProperty("workers").EnumerateArray().Select(worker => worker.GetProperty("version").GetString()).Distinct().ToList();
        return versions is [{ } version] && !IsMoving(stage) ? version : null;
    }

    private static bool IsMoving(string stage) => stage is "canary" or "waves" or "rollingBack";
}
