namespace Samantha.Grains.Emotions;

/// <summary>How quickly the companion's state moves and settles. Shares outside [0, 1] count as the nearest bound.</summary>
public sealed record EmotionDynamicsOptions
{
    /// <summary>The time in which valence, arousal and dominance go half the way back to the temperament.</summary>
    public TimeSpan AffectHalfLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same for the mood.</summary>
    public TimeSpan MoodHalfLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The same for trust.</summary>
    public TimeSpan TrustHalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The share of the way to the appraised feeling that a fully emotional event moves the state.</summary>
    public double Empathy { get; init; } = 0.6;

    /// <summary>
    /// The part of the user's dominance that the companion takes on, in [-1, 1]. Below 0 it complements: it leads the
    /// timid and follows the bold (dominance invites its opposite, warmth its like; Kiesler, 1983).
    /// </summary>
    public double DominanceMirroring { get; init; } = -0.3;

    /// <summary>The share of the way to the valence felt now that a fully emotional event moves the mood.</summary>
    public double MoodRate { get; init; } = 0.08;

    /// <summary>The share of the missing trust that full warmth earns.</summary>
    public double TrustGain { get; init; } = 0.06;

    /// <summary>The share of the trust that full hostility costs; larger, for trust is lost faster than it is won.</summary>
    public double TrustLoss { get; init; } = 0.15;
}
