using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>Something that every lesson must fulfil, whatever others teach. Pure: the same lesson always gets the same answer.</summary>
public interface ICurationRule
{
    /// <summary>Objects to a lesson, or does not.</summary>
    /// <param name="lesson">The lesson, redacted.</param>
    /// <param name="consent">What its author said about learning.</param>
    Objection? Examine(TaughtLesson lesson, Consent consent);
}
