using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Rules;

/// <summary>A lesson is in the language that the model speaks, and in some language at all.</summary>
/// <param name="language">The model's language.</param>
internal sealed class LanguageRule(LanguageModel language) : ICurationRule
{
    public Objection? Examine(TaughtLesson lesson, Consent consent) =>
        language.Reads(lesson.Prompt) && language.Reads(lesson.Answer) ? null : new Objection("language", "not in the model's language", IsSuspicious: true);
}
