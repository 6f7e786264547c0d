namespace Samantha.Training.Heads;

/// <summary>The order in which a task's lessons come; each comes once.</summary>
public enum LessonOrder
{
    /// <summary>By chance, so that every part is like the whole.</summary>
    Mixed,

    /// <summary>One class after the other: what a class had to say is over when the next begins.</summary>
    ClassByClass,
}
