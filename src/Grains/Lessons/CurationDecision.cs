using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>What is made of one logged interaction.</summary>
/// <param name="Lesson">What is to be learned, if anything; with an objection, what is not.</param>
/// <param name="Objection">Why something judged is kept out, if it is.</param>
/// <param name="Withdrawn">The key of a lesson that no longer holds, if one is.</param>
/// <param name="RefusedAuthor">The author whose lessons are to be dropped, if one refused.</param>
/// <param name="Disliked">A reply that was rated down: the worse half of a pair, should its author rate another one up.</param>
public sealed record CurationDecision(
    TaughtLesson? Lesson = null,
    Objection? Objection = null,
    string? Withdrawn = null,
    long? RefusedAuthor = null,
    TaughtLesson? Disliked = null)
{
    /// <summary>Nothing is to be learned from it.</summary>
    public static CurationDecision Nothing { get; } = new();
}
