namespace Samantha.Training.Lessons;

/// <summary>Where the learning of lessons stands.</summary>
internal sealed record LessonState
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    /// <summary>Seconds of training so far, waiting left out.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether it ended.</summary>
    public bool Ended { get; init; }
}
