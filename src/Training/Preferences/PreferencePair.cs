namespace Samantha.Training.Preferences;

/// <summary>Two answers to one prompt, of which one is preferred: a correction over what it corrects, for one.</summary>
/// <param name="Prompt">The prompt's tokens, at least one.</param>
/// <param name="Chosen">The preferred answer's tokens, at least one.</param>
/// <param name="Rejected">The other answer's.</param>
public sealed record PreferencePair(int[] Prompt, int[] Chosen, int[] Rejected);
