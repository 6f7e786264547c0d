using System.Diagnostics.Metrics;
using Samantha.Contracts.Training;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Training;

/// <summary>The meter <c>Samantha.Training</c>. The silo where the trainer is shows it; all others show zeros.</summary>
internal static class TrainingMeter
{
    private static readonly Meter Meter = new("Samantha.Training");

    private static readonly Gauge<int> Phases = Meter.CreateGauge<int>("samantha.training.phase", description: "1 for the phase that the trainer is in.");

    private static readonly Gauge<int> Waiting = Meter.CreateGauge<int>("samantha.training.lessons.waiting", "{lesson}", "Lessons that wait for the next session.");

    private static readonly Gauge<int> Learned = Meter.CreateGauge<int>("samantha.training.lessons.learned", "{lesson}", "Lessons that served versions learned from.");

    private static readonly Histogram<double> Sessions = Meter.CreateHistogram(
        "samantha.training.session.duration", "s", "How long training sessions took, by outcome: promoted, rejected, failed or cancelled.", advice: Latencies.OfSessions);

    /// <summary>Shows the trainer as it is now.</summary>
    public static void Show(TrainingPhase now, int waiting, int learned)
    {
        foreach (var phase in Enum.GetValues<TrainingPhase>())
            Show(phase, phase == now);
        Waiting.Record(waiting);
        Learned.Record(learned);
    }

    /// <summary>The trainer has left this silo.</summary>
    public static void Elsewhere()
    {
        foreach (var phase in Enum.GetValues<TrainingPhase>())
            Show(phase, false);
        Waiting.Record(0);
        Learned.Record(0);
    }

    public static void Ended(TimeSpan duration, string outcome) => Sessions.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    private static void Show(TrainingPhase phase, bool holds) =>
        Phases.Record(holds ? 1 : 0, new KeyValuePair<string, object?>("phase", Names.Of(phase)));
}
