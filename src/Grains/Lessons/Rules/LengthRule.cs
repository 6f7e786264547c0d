using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Rules;

/// <summary>A lesson is short enough to be read whole.</summary>
/// <param name="longest">The most characters of prompt and answer together.</param>
internal sealed class LengthRule(int longest) : ICurationRule
{
    public Objection? Examine(TaughtLesson lesson, Consent consent) =>
        lesson.Prompt.Length + lesson.Answer.Length > longest ? new Objection("length", "too long") : null;
}
