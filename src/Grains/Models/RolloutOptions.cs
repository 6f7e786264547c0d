namespace Samantha.Grains.Models;

/// <summary>How cautiously versions are rolled out.</summary>
public sealed record RolloutOptions
{
    /// <summary>How long a step of a rollout, the canary or a wave, is watched at least before the next; zero or more.</summary>
    public TimeSpan CanaryTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The share of conversations that the canary answers with the new version at first, above 0 and at most 1.</summary>
    public double CanaryShare { get; set; } = 0.05;

    /// <summary>
    /// The share to which the canary's grows until its first reply has come, twice as much each <see cref="CanaryTime"/>; at
    /// least <see cref="CanaryShare"/> and at most 1. Of few who talk, none may fall to a small share, and nothing would ever be
    /// seen of the version; where many talk, the first reply comes before it has grown.
    /// </summary>
    public double MostCanaryShare { get; set; } = 0.5;

    /// <summary>How many replies of the new version a step waits for, where enough is asked for that they come; at least 0.</summary>
    public int CanaryReplies { get; set; } = 20;

    /// <summary>
    /// How long a step waits for its replies at most. Where so little is asked that they would not come in this time, it does
    /// not wait for them at all: a quiet service is not held up by what nobody could judge.
    /// </summary>
    public TimeSpan LongestCanary { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How many workers the first wave moves; every further wave moves twice as many. At least 1.</summary>
    public int FirstWave { get; set; } = 1;

    /// <summary>The chance, in (0, 0.5], that a harmless version is taken back in a whole rollout.</summary>
    public double FalseAlarmRate { get; set; } = 0.01;

    /// <summary>How much worse than the version from before a new one may be.</summary>
    public HarmMargins Margins { get; set; } = new();

    /// <summary>How often a silo tells of its workers; above zero. While a rollout is under way, four times as often.</summary>
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a beat a silo's workers are left out; longer than <see cref="Beat"/>.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a worker may have requests and give no token before others are preferred; above zero.</summary>
    public TimeSpan Stall { get; set; } = TimeSpan.FromSeconds(5);
}
