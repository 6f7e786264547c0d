namespace Samantha.Training.Lessons;

/// <summary>One thing that was taught: how a prompt is to be answered.</summary>
/// <param name="Prompt">What the user says.</param>
/// <param name="Answer">What is to be replied.</param>
/// <param name="Rejected">The reply that was corrected, if there was one.</param>
public sealed record Lesson(string Prompt, string Answer, string? Rejected = null)
{
    /// <summary>Where it comes from: memories that are balanced by domain hold as many of each.</summary>
    public int Domain { get; init; }
}
