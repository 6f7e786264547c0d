using System.Diagnostics;
using System.Diagnostics.Metrics;
using Samantha.Contracts.Models;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Models;

/// <summary>
/// A rollout as operators see it: a span for each stage, in the trace of whoever began it, and the gauge
/// <c>samantha.rollout.stage</c>, which is 1 for the stage of the latest rollout at the silo where it is led.
/// </summary>
internal sealed class RolloutTrace
{
    private static readonly Meter Meter = new("Samantha.Rollout");

    private static readonly Gauge<int> Stages = Meter.CreateGauge<int>("samantha.rollout.stage", description: "1 for the stage of the latest rollout.");

    private static readonly Gauge<int> Paused = Meter.CreateGauge<int>("samantha.rollout.paused", description: "1 while an operator holds the latest rollout.");

    private ActivityContext _beginner;
    private Activity? _stage;

    /// <summary>A rollout begins, or is turned, in this call.</summary>
    public void Begun() => _beginner = CallTrace.Caller;

    /// <summary>The rollout has moved.</summary>
    public void Stored(RolloutState before, RolloutState now)
    {
        if (before.Stage == now.Stage)
            Paused.Record(now.Paused ? 1 : 0);
        else
            Entered(now);
    }

    /// <summary>The rollout is in a stage now.</summary>
    public void Entered(RolloutState rollout)
    {
        Paused.Record(rollout.Paused ? 1 : 0);
        foreach (var stage in Enum.GetValues<RolloutStage>())
            Show(stage, stage == rollout.Stage);
        _stage?.Dispose();
        _stage = null;
        if (!rollout.UnderWay)
            return;
        // Whose call leads to the next stage is chance, and a stage outlives it.
        var call = Activity.Current;
        Activity.Current = null;
        _stage = CallTrace.Source.StartActivity($"rollout {Names.Of(rollout.Stage)}", ActivityKind.Internal, _beginner);
        _stage?.SetTag("samantha.version", rollout.Version).SetTag("samantha.from", rollout.From);
        Activity.Current = call;
    }

    /// <summary>The rollout is led by another silo from now on.</summary>
    public void Left()
    {
        foreach (var stage in Enum.GetValues<RolloutStage>())
            Show(stage, false);
        Paused.Record(0);
        _stage?.Dispose();
    }

    private static void Show(RolloutStage stage, bool holds) => Stages.Record(holds ? 1 : 0, new KeyValuePair<string, object?>("stage", Names.Of(stage)));
}
