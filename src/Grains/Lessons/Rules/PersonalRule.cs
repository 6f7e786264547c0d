using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Rules;

/// <summary>
/// What is about someone's own life stays with them, and so does a lesson of which little is left without what was redacted:
/// it would teach the model to say a placeholder.
/// </summary>
internal sealed class PersonalRule : ICurationRule
{
    public Objection? Examine(TaughtLesson lesson, Consent consent) => (Reason(lesson.Prompt, 2) ?? Reason(lesson.Answer, 6)) is { } reason
        ? new Objection("personal", reason)
        : null;

    private static string? Reason(string text, int wordsPerRedaction)
    {
        if (PersonalData.IsOwnLife(text))
            return "personal: about the user's own life";
        return Redaction.KindsIn(text) is [var kind, ..] && Redaction.WordsLeft(text) < wordsPerRedaction * Redaction.CountIn(text)
            ? $"personal: {kind}"
            : null;
    }
}
