namespace Samantha.Grains.Models;

/// <summary>How cautiously versions are rolled out.</summary>
public sealed record RolloutOptions
{
    /// <summary>How long the canary is watched before the first wave; zero or more.</summary>
    public TimeSpan CanaryTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many workers the first wave moves; every further wave moves twice as many. At least 1.</summary>
    public int FirstWave { get; set; } = 1;
}
