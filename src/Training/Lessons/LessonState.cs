namespace Samantha.Training.Lessons;

/// <summary>Where the learning of lessons stands.</summary>
internal sealed record LessonState
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    /// <summary>Tokens computed so far.</summary>
    public long Tokens { get; init; }

    /// <summary>The step at which everything was learned and cooling down began, if it was.</summary>
    public int? LearnedAt { get; init; }

    /// <summary>Whether it ended.</summary>
    public bool Ended { get; init; }

    /// <summary>Earlier lessons, by their place among those rehearsed, that the last look found lost.</summary>
    public int[] Lost { get; init; } = [];

    /// <summary>The losses of the looks so far on words held out.</summary>
    public double[] HeldOut { get; init; } = [];
}
