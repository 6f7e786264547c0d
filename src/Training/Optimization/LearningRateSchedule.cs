namespace Samantha.Training.Optimization;

/// <summary>
/// The share of the highest learning rate at a point of a run. How far the run is comes in as a fraction, so that a
/// budget may be one of steps or one of time.
/// </summary>
public sealed record LearningRateSchedule
{
    public ScheduleKind Kind { get; init; } = ScheduleKind.WarmupStableDecay;

    /// <summary>Steps over which the rate rises in a straight line.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>The last share of the run, in (0, 1], over which <see cref="ScheduleKind.WarmupStableDecay"/> comes down.</summary>
    public double DecayShare { get; init; } = 0.3;

    /// <summary>The share of the highest rate that is left at the end, in [0, 1].</summary>
    public double FinalRate { get; init; }

    /// <summary>The share of the highest learning rate, in [0, 1].</summary>
    /// <param name="step">Steps done before this one.</param>
    /// <param name="fraction">How far the run is, 0 at its beginning and 1 at its end; values outside are taken as these.</param>
    public double Rate(long step, double fraction)
    {
        var at = Math.Clamp(fraction, 0.0, 1.0);
        var warmup = step < WarmupSteps ? (step + 1.0) / (WarmupSteps + 1.0) : 1.0;
        return warmup * (FinalRate + (1.0 - FinalRate) * Shape(at));
    }

    private double Shape(double at) => Kind switch
    {
        ScheduleKind.WarmupStableDecay => Math.Min(1.0, (1.0 - at) / DecayShare),
        ScheduleKind.Cosine => 0.5 * (1.0 + Math.Cos(Math.PI * at)),
        _ => 1.0,
    };
}
