namespace Samantha.Training.Preferences;

/// <summary>An answer that the model itself gave, and how well it was received.</summary>
/// <param name="Prompt">The prompt's tokens, at least one.</param>
/// <param name="Answer">The answer's tokens, at least one.</param>
/// <param name="Reward">What it earned: a rating, or how the user's valence moved.</param>
public sealed record RewardedAnswer(int[] Prompt, int[] Answer, double Reward);
