using System.Diagnostics.Metrics;

namespace Samantha.Grains.Telemetry;

/// <summary>The edges of the histograms of durations, in seconds.</summary>
internal static class Latencies
{
    /// <summary>What someone waits for: a write, a token, a reply.</summary>
    public static InstrumentAdvice<double> OfRequests { get; } = new() { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30] };

    /// <summary>What goes on by itself for a while: a training session.</summary>
    public static InstrumentAdvice<double> OfSessions { get; } = new() { HistogramBucketBoundaries = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] };
}
