namespace Samantha.Training.Lessons;

/// <summary>One thing that was taught: how a prompt is to be answered.</summary>
/// <param name="Prompt">What the user says.</param>
/// <param name="Answer">What is to be replied.</param>
/// <param name="Rejected">The reply that was corrected, if there was one.</param>
public sealed record Lesson(string Prompt, string Answer, string? Rejected = null)
{
    /// <summary>Where it comes from: memories that are balanced by domain hold as many of each.</summary>
    public int Domain { get; init; }

    /// <summary>What the answer earned, where the model itself had given it; null else.</summary>
    public double? Reward { get; init; }

    /// <summary>What the reply that was corrected earned; null if nothing is known.</summary>
    public double? RejectedReward { get; init; }
}
