using System.Diagnostics.Metrics;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>The meter <c>Samantha.Fleet</c>: the fleet as this silo hears of it.</summary>
internal static class FleetMeter
{
    private static readonly Meter Meter = new("Samantha.Fleet");

    private static readonly Gauge<int> Workers = Meter.CreateGauge<int>(
        "samantha.fleet.workers", "{worker}", "Workers that this silo knows of; the same on all silos but for a moment.");

    private static readonly Counter<long> Beats = Meter.CreateCounter<long>(
        "samantha.fleet.beats", "{beat}", "Reports of this silo to the rollout, by outcome: answered or failed.");

    /// <summary>A beat was answered.</summary>
    public static void Answered(Fleet fleet)
    {
        Workers.Record(fleet.Workers.Count);
        Beats.Add(1, new KeyValuePair<string, object?>("outcome", "answered"));
    }

    /// <summary>A beat was not answered, and the silo goes on with what it knows.</summary>
    public static void Failed() => Beats.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));
}
