namespace Samantha.Training.Lessons;

/// <summary>What a session is doing.</summary>
public enum LessonPhase
{
    /// <summary>It learns.</summary>
    Training,

    /// <summary>It measures the candidate at the gate.</summary>
    Evaluating,
}
