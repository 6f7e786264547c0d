namespace Samantha.Grains.Emotions;

/// <summary>What time and an event did to one quantity of the emotional state.</summary>
/// <param name="Axis">valence, arousal, dominance, mood or trust.</param>
/// <param name="Before">Its value before.</param>
/// <param name="ByTime">What settling towards the temperament added.</param>
/// <param name="ByAppraisal">What the event added.</param>
public sealed record AxisChange(string Axis, double Before, double ByTime, double ByAppraisal)
{
    /// <summary>Its value after, the sum of the others up to rounding.</summary>
    public double After => Before + ByTime + ByAppraisal;
}
