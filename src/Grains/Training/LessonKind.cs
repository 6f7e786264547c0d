namespace Samantha.Grains.Training;

/// <summary>Where a lesson comes from.</summary>
public enum LessonKind
{
    /// <summary>A user said what a reply should have been.</summary>
    Correction,

    /// <summary>A user rated a reply up.</summary>
    RatedReply,

    /// <summary>A user taught how a question is answered.</summary>
    TaughtFact,

    /// <summary>A user rated a reply down; the worse half of a pair, never a lesson by itself.</summary>
    DislikedReply,
}
