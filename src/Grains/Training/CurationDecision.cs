namespace Samantha.Grains.Training;

/// <summary>What the trainer makes of one logged interaction.</summary>
/// <param name="Lesson">What is to be learned, if anything.</param>
/// <param name="Withdrawn">The key of a lesson that no longer holds, if one is.</param>
/// <param name="Excluded">Why something judged is kept out, if it is.</param>
/// <param name="RefusedAuthor">The author whose lessons are to be dropped, if one refused.</param>
public sealed record CurationDecision(
    TaughtLesson? Lesson = null,
    string? Withdrawn = null,
    string? Excluded = null,
    long? RefusedAuthor = null)
{
    /// <summary>Nothing is to be learned from it.</summary>
    public static CurationDecision Nothing { get; } = new();
}
